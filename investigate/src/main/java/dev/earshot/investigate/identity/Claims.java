package dev.earshot.investigate.identity;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/// All claims, sorted, in bounded memory: what is too much waits in temporary files of this machine, in which there are
/// no names but only keys.
final class Claims implements AutoCloseable {
    private static final int RECORD = 57;

    private final int inMemory;
    private final List<Claim> claims = new ArrayList<>();
    private final List<Path> runs = new ArrayList<>();

    interface Taker {
        void take(Claim claim) throws IOException;
    }

    Claims() {
        this(1_000_000);
    }

    /// @param inMemory how many claims are kept in memory
    Claims(int inMemory) {
        this.inMemory = inMemory;
    }

    void add(Claim claim) throws IOException {
        if (claims.size() == inMemory) {
            spill();
        }
        claims.add(claim);
    }

    private void spill() throws IOException {
        claims.sort(Claim.ORDER);
        Path run = Files.createTempFile("earshot-claims", ".tmp");
        runs.add(run);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), RECORD * 1024))) {
            for (Claim claim : claims) {
                claim.write(out);
            }
        }
        claims.clear();
    }

    void inOrder(Taker taker) throws IOException {
        if (runs.isEmpty()) {
            claims.sort(Claim.ORDER);
            for (Claim claim : claims) {
                taker.take(claim);
            }
            return;
        }
        spill();
        PriorityQueue<Run> heads = new PriorityQueue<>((one, other) -> Claim.ORDER.compare(one.head, other.head));
        try {
            for (Path run : runs) {
                Run opened = new Run(run);
                if (opened.left > 0) {
                    heads.add(opened.advanced());
                } else {
                    opened.close();
                }
            }
            while (!heads.isEmpty()) {
                Run run = heads.remove();
                taker.take(run.head);
                if (run.left > 0) {
                    heads.add(run.advanced());
                } else {
                    run.close();
                }
            }
        } finally {
            for (Run run : heads) {
                run.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
    }

    private static final class Run implements AutoCloseable {
        private static final Claim NONE =
                new Claim(Claim.Subject.USER, 0, 0, Claim.What.ENDS, 0, 0, false, false, 0, 0, 0);

        private final DataInputStream in;
        private long left;
        private Claim head = NONE;

        Run(Path file) throws IOException {
            left = Files.size(file) / RECORD;
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), RECORD * 1024));
        }

        Run advanced() throws IOException {
            head = Claim.read(in);
            left--;
            return this;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
