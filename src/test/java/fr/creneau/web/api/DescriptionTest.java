package fr.creneau.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.creneau.domain.Language;
import fr.creneau.text.Messages;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** That operations are those described is checked when they are mounted. */
class DescriptionTest {
    private static final Description description = Description.load();

    @Test
    void it_is_openapi_by_its_metaschema() {
        assertThat(faults(description.json())).isEmpty();
        JsonObject wrong = description.json().copy();
        wrong.getJsonObject("paths")
                .getJsonObject("/api/v1/desks")
                .getJsonObject("get")
                .put("response", new JsonObject());
        assertThat(faults(wrong)).as("a typing error").isNotEmpty();
        wrong = description.json().copy();
        wrong.getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Hold")
                .put("type", "objects");
        assertThat(faults(wrong)).as("a schema that is none").isNotEmpty();
    }

    /** What the metaschema of OpenAPI 3.1 finds wrong, and that of its schemas, which it leaves out. */
    private static List<OutputUnit> faults(JsonObject document) {
        Vertx vertx = Vertx.vertx();
        try {
            SchemaRepository known =
                    OpenAPIVersion.V3_1.getRepository(vertx, "app://creneau").await();
            List<OutputUnit> judged = new ArrayList<>();
            judged.add(
                    OpenAPIVersion.V3_1.validateContract(vertx, known, document).await());
            Validator schemas = known.validator(
                    "https://json-schema.org/draft/2020-12/schema",
                    new JsonSchemaOptions()
                            .setBaseUri("app://creneau")
                            .setDraft(Draft.DRAFT202012)
                            .setOutputFormat(OutputFormat.Basic));
            schemas(document).forEach(schema -> judged.add(schemas.validate(schema)));
            return judged.stream().filter(unit -> !unit.getValid()).toList();
        } finally {
            vertx.close().await();
        }
    }

    private static List<JsonObject> schemas(JsonObject document) {
        List<JsonObject> found = new ArrayList<>();
        document.getJsonObject("components")
                .getJsonObject("schemas")
                .forEach(schema -> found.add((JsonObject) schema.getValue()));
        collect(document, found);
        assertThat(found).hasSizeGreaterThan(20);
        return found;
    }

    private static void collect(Object value, List<JsonObject> found) {
        if (value instanceof JsonObject object) {
            object.forEach(entry -> {
                if (entry.getKey().equals("schema")) {
                    found.add((JsonObject) entry.getValue());
                }
                collect(entry.getValue(), found);
            });
        } else if (value instanceof JsonArray array) {
            array.forEach(each -> collect(each, found));
        }
    }

    @Test
    void every_problem_is_described_and_has_its_words_and_no_other_is() {
        JsonArray codes = description
                .json()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Problem")
                .getJsonObject("properties")
                .getJsonObject("code")
                .getJsonArray("enum");
        List<String> ours =
                Arrays.stream(ProblemType.values()).map(ProblemType::code).toList();
        assertThat(codes).isEqualTo(new JsonArray(ours));
        for (Language language : Language.values()) {
            for (ProblemType type : ProblemType.values()) {
                assertThat(Messages.of(language).has(type.titleKey()))
                        .as(type.titleKey())
                        .isTrue();
                assertThat(Messages.of(language).has(type.detailKey()))
                        .as(type.detailKey())
                        .isTrue();
            }
        }
    }

    @Test
    void every_field_that_is_read_is_described_and_no_other_is() {
        assertThat(body("beginJourney").fieldNames()).isEqualTo(JourneyResource.FIELDS.keySet());
        Set<String> details = new HashSet<>(BookingResource.FIELDS.keySet());
        details.add(BookingResource.SLOT);
        assertThat(body("openBooking").fieldNames()).isEqualTo(details);
        assertThat(body("placeHold").fieldNames()).containsExactly("slot", "pass");
        assertThat(body("enrol").fieldNames())
                .containsExactlyInAnyOrder(TicketResource.NUMBER, TicketResource.SOLUTION);
        assertThat(body("proveHold").fieldNames()).containsExactly("altcha");
    }

    private static BodySchema body(String operation) {
        return description.operation(operation).body().orElseThrow();
    }

    @Test
    void a_body_is_checked_field_by_field() {
        BodySchema schema = body("beginJourney");
        assertThat(schema.check(
                        new JsonObject().put("procedure", "modification").put("conditions", true)))
                .isEmpty();
        assertThat(schema.check(new JsonObject()
                        .put("conditions", "true")
                        .putNull("commune")
                        .put("permitExpiry", "x".repeat(41))
                        .put("other", 1)))
                .isEqualTo(Map.of(
                        "procedure", "missing",
                        "conditions", "wrong-type",
                        "commune", "wrong-type",
                        "permitExpiry", "invalid",
                        "other", "unknown"));
    }

    @Test
    void a_schema_that_would_not_be_checked_in_full_is_refused() {
        JsonObject field = new JsonObject().put("type", "string").put("pattern", "[0-9]+");
        JsonObject schema = new JsonObject()
                .put("type", "object")
                .put("additionalProperties", false)
                .put("required", new JsonArray())
                .put("properties", new JsonObject().put("number", field));
        assertThatThrownBy(() -> new BodySchema(schema)).hasMessageContaining("other keywords");
    }
}
