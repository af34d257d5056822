package fr.creneau.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test class that needs a browser: skipped, with one line for the whole run, where there is none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BrowserTest.NeedsBrowser.class)
public @interface BrowserTest {
    /** Looks for the browser. */
    final class NeedsBrowser implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Browser.executable()
                    .map(path -> ConditionEvaluationResult.enabled("browser: " + path))
                    .orElseGet(() -> {
                        Browser.sayOnceThatThereIsNone();
                        return ConditionEvaluationResult.disabled(Browser.NONE);
                    });
        }
    }
}
