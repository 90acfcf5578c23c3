package io.vireo.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.FunctionFiles;
import io.vireo.editor.Traceback.Place;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracebackTest {
    private static final FunctionFiles FILES = FunctionFiles.ofText(Map.of("main.py", "", "lib/parse.py", ""));

    private static final String TEXT = """
            Traceback (most recent call last):
              File "/opt/vireo/runtime/worker.py", line 88, in load
                module = importlib.import_module(name)
              File "/data/agent/code/ab12/main.py", line 3, in <module>
                from lib import parse
              File "/data/agent/code/ab12/lib/parse.py", line 12
                def broken(:
                           ^
            SyntaxError: invalid syntax
            """;

    @Test
    void findsPlacesInTheFunctionsOwnFilesInTheirOrder() {
        assertThat(Traceback.places(TEXT, FILES))
                .containsExactly(new Place("main.py", 3), new Place("lib/parse.py", 12));
    }

    @Test
    void summarisesByItsLastLine() {
        assertThat(Traceback.summary(TEXT)).isEqualTo("SyntaxError: invalid syntax");
        assertThat(Traceback.summary("")).isEmpty();
    }

    @Test
    void trustsNoLineNumber() {
        assertThat(Traceback.places("File \"main.py\", line 0\nFile \"main.py\", line 99999999999999", FILES))
                .containsExactly(new Place("main.py", 1), new Place("main.py", 1));
    }
}
