package dev.earshot.browser.watch.netlog;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// A net log that is damaged gives what it holds.
class NetLogFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void a_net_log(byte[] file) throws IOException {
        NetLogReader.read(new ByteArrayInputStream(file));
    }
}
