package fr.creneau.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {
    /** The most wished for; of several alike, the smallest. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br, zstd | br",
                "gzip, deflate           | gzip",
                "GZIP;Q=0.5              | gzip",
                "br;q=0, gzip            | gzip",
                "br;q=0.000, gzip;q=0    | identity",
                "br;q=0.3, gzip;q=0.7    | gzip",
                "gzip;q=0.5, identity    | identity",
                "gzip ; q=0.001          | gzip",
                "*                       | br",
                "br;q=0, *;q=0.5         | gzip",
                "*;q=0                   | none",
                "identity;q=0            | none",
                "identity;q=0, gzip      | gzip",
                "zstd, compress          | identity",
                "''                      | identity",
                "gzip;q=high             | identity",
                "gzip;q=7, br;q=-1       | identity",
                "gzip;level=9            | identity",
                ",;,=;q                  | identity",
            })
    void a_client_is_sent_the_coding_it_likes_best(String header, String token) {
        assertThat(Arrays.stream(ContentCoding.values())
                        .filter(coding -> coding.quality(header) > 0)
                        .sorted(Comparator.comparingDouble(coding -> -coding.quality(header)))
                        .map(ContentCoding::token)
                        .findFirst()
                        .orElse("none"))
                .isEqualTo(token);
    }
}
