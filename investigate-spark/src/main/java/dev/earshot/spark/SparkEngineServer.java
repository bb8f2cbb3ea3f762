package dev.earshot.spark;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/// The other side of [SparkProcess]: Spark in a process of its own, which does what its standard input says and ends
/// with it. What Spark prints goes to standard error.
public final class SparkEngineServer {
    private SparkEngineServer() {}

    /// @param arguments master, application, partitions, then Spark's own settings as `key=value`
    public static void main(String[] arguments) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
        System.setOut(System.err);
        ProcessHandle.current().parent().ifPresent(SparkEngineServer::endWith);
        Map<String, String> more = new HashMap<>();
        for (int number = 3; number < arguments.length; number++) {
            int equals = arguments[number].indexOf('=');
            more.put(arguments[number].substring(0, equals), arguments[number].substring(equals + 1));
        }
        try (SparkEngine engine = SparkEngine.open(
                new SparkEngine.Settings(arguments[0], arguments[1], Integer.parseInt(arguments[2]), more))) {
            done(out, engine.description());
            while (answer(engine, in, out)) {
                out.flush();
            }
        } catch (EarshotException e) {
            failed(out, e);
        } catch (EOFException parentEnded) {
            // Nobody is left to tell.
        }
    }

    /// In the middle of a job, too: nobody would read its answer.
    private static void endWith(ProcessHandle parent) {
        Thread.ofPlatform().daemon().start(() -> {
            parent.onExit().join();
            Runtime.getRuntime().halt(1);
        });
    }

    /// @return whether there is more to come
    private static boolean answer(SparkEngine engine, DataInputStream in, DataOutputStream out) throws IOException {
        byte what = in.readByte();
        if (what == Wire.CLOSE) {
            return false;
        }
        String first = Wire.text(in);
        String second = what == Wire.READ ? "" : Wire.text(in);
        try {
            switch (what) {
                case Wire.TABLE -> engine.table(first, second);
                case Wire.VIEW -> engine.view(first, second);
                case Wire.WRITE -> {
                    done(out, String.valueOf(engine.write(first, second)));
                    return true;
                }
                case Wire.READ ->
                    engine.read(first, row -> {
                        try {
                            Wire.row(out, row);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
                default -> throw new IllegalStateException("Not understood: " + what);
            }
            done(out, "");
        } catch (EarshotException e) {
            failed(out, e);
        }
        return true;
    }

    private static void done(DataOutputStream out, String answer) throws IOException {
        out.writeByte(Wire.DONE);
        Wire.text(out, answer);
        out.flush();
    }

    private static void failed(DataOutputStream out, EarshotException e) throws IOException {
        out.writeByte(Wire.FAILED);
        Wire.text(out, e.code().name());
        Wire.text(out, String.valueOf(e.getMessage()));
        out.flush();
    }

    static EarshotException failure(String code, String message) {
        return new EarshotException(Code.valueOf(code), message);
    }
}
