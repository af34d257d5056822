package fr.creneau.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Stream;

/** Somebody who has a keyboard and nothing else, and sees where the focus is. */
final class Keyboard {
    private static final int LONGEST_WAY = 250;
    /** Of a group of radio buttons one alone is met by the Tab key; the trap for robots must not be met at all. */
    private static final String CONTROLS = "() => { let n = 0; const groups = new Set();"
            + " for (const one of document.querySelectorAll('a[href],button,input:not(#remarque),select,textarea,summary')) {"
            + "  if (!one.checkVisibility({visibilityProperty: true}) || one.type === 'hidden') continue;"
            + "  if (one.type === 'radio') { if (groups.has(one.name)) continue; groups.add(one.name); }"
            + "  one.dataset.control = one.type === 'radio' ? 'group-' + one.name : String(n++); }"
            + " document.querySelectorAll('input[type=radio]').forEach(one => one.dataset.control = 'group-' + one.name);"
            + " return [...new Set([...document.querySelectorAll('[data-control]')].map(one => one.dataset.control))]; }";

    /** What has the focus is on the screen, and it, its label or the frame around it is outlined. */
    private static final String SEEN =
            "() => { const one = document.activeElement; const box = one.getBoundingClientRect();"
                    + " const drawn = element => { const style = getComputedStyle(element);"
                    + "  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 1; };"
                    + " let outlined = false;"
                    + " for (let near = one; near && near !== document.body; near = near.parentElement) {"
                    + "  outlined = outlined || drawn(near); }"
                    + " return outlined && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth; }";

    /** Which control has the focus, as it is written in the page, and whether that is seen: one question for each press of a key. */
    private static final String FOCUSED = "() => { const one = document.activeElement;"
            + " return [one.dataset.control || '', one.outerHTML, (" + SEEN + ")()]; }";

    private final Page page;

    Keyboard(Page page) {
        this.page = page;
    }

    Keyboard press(String... keys) {
        Stream.of(keys).forEach(key -> page.keyboard().press(key));
        return this;
    }

    void type(String text) {
        page.keyboard().type(text);
    }

    /** Goes on with the Tab key until that control has the focus. */
    Keyboard to(Locator wanted) {
        wanted.waitFor();
        for (int i = 0; i < LONGEST_WAY; i++) {
            if ((boolean) wanted.evaluate("one => one === document.activeElement")) {
                assertThat((boolean) page.evaluate(SEEN))
                        .as("focus seen on " + wanted)
                        .isTrue();
                return this;
            }
            press("Tab");
        }
        throw new AssertionError("the Tab key does not lead to " + wanted);
    }

    /** The Tab key meets every control of the page in the order in which they are read, and each shows it. */
    @SuppressWarnings("unchecked")
    void tour() {
        List<String> controls = (List<String>) page.evaluate(CONTROLS);
        page.evaluate("() => document.activeElement.blur()");
        for (String control : controls) {
            press("Tab");
            List<Object> focused = (List<Object>) page.evaluate(FOCUSED);
            assertThat(focused.get(0)).as("order of the focus on " + page.url()).isEqualTo(control);
            assertThat(focused.get(2)).as("focus seen on " + focused.get(1)).isEqualTo(true);
        }
    }
}
