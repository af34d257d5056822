package fr.creneau.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetsTest {
    @TempDir
    private Path theme;

    @Test
    void withoutAThemeThereAreOurFilesOnly() {
        Assets assets = Assets.load(Optional.empty());
        assertThat(assets.themed()).isFalse();
        assertThat(assets.file("css/creneau.css")).isPresent();
    }

    @Test
    void ofAThemeOnlyTheStylesheetAndWhatItRefersToAreRead() throws IOException {
        for (String name :
                new String[] {"dsfr.min.css", "fonts/a.woff2", "icons/system/a.svg", "dsfr.css.map", "core/a.js"}) {
            Files.createDirectories(theme.resolve(name).getParent());
            Files.writeString(theme.resolve(name), name);
        }
        Assets assets = Assets.load(Optional.of(theme));
        assertThat(assets.themed()).isTrue();
        assertThat(assets.file("theme/dsfr.min.css")).isPresent();
        assertThat(assets.file("theme/fonts/a.woff2")).isPresent();
        assertThat(assets.file("theme/icons/system/a.svg")).isPresent();
        assertThat(assets.file("theme/dsfr.css.map")).isEmpty();
        assertThat(assets.file("theme/core/a.js")).isEmpty();
    }

    @Test
    void aFolderThatIsNotTheThemeIsRefusedAtStart() {
        assertThatThrownBy(() -> Assets.load(Optional.of(theme)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dsfr.min.css");
    }
}
