package dev.earshot.breach.print;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.breach.document.Line;
import dev.earshot.breach.document.UnprintableException;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Composer;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.store.Outbox;
import dev.earshot.breach.store.Outbox.Claim;
import dev.earshot.breach.store.Outbox.Outcome;
import dev.earshot.breach.store.Outbox.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Takes letters from the outbox and puts them into batches for a printer.
///
/// A letter counts as sent once its batch is whole on disk. Where a run ends between that and the record of it, the manifest
/// on disk says so to the next run: a letter that is in one was printed, any other was not. One sender at a time has a folder.
public final class PrintSender {
    static final String RULE = "printed if in a batch's manifest";
    private static final int SETTLED_TOGETHER = 5_000;

    private final Outbox outbox;
    private final Composer composer;
    private final LetterBook book;
    private final Path folder;
    private final Clock clock;

    /// @param folder for the batches
    public PrintSender(Outbox outbox, Composer composer, LetterBook book, Path folder, Clock clock) {
        this.outbox = outbox;
        this.composer = composer;
        this.book = book;
        this.folder = folder;
        this.clock = clock;
    }

    /// What a run did.
    ///
    /// @param settled deliveries of runs before that were in doubt
    /// @param refused by reason
    /// @param doubtful letters that were printed though something is odd about the address, by fault
    public record Account(
            long sent, long settled, Map<String, Long> refused, Map<String, Long> doubtful, List<String> batches) {
        public Account {
            refused = new TreeMap<>(refused);
            doubtful = new TreeMap<>(doubtful);
            batches = List.copyOf(batches);
        }
    }

    public interface Progress {
        /// @param sent in this run so far
        void sent(long sent);
    }

    /// Settles what is in doubt, then prints all that is due.
    ///
    /// @throws EarshotException of code INCOMPLETE where a batch can't be written: nothing of it is left, and its letters are
    ///     planned again; of code USAGE where another sender has the folder
    public Account send(Progress progress) {
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock(channel)) {
                Batch.clear(folder);
                long settled = settle();
                Run run = new Run();
                List<Claim> claims = claim();
                while (!claims.isEmpty()) {
                    run.print(claims);
                    progress.sent(run.sent);
                    claims = claim();
                }
                return new Account(run.sent, settled, run.refused, run.doubtful, run.batches);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new EarshotException(
                    Code.INCOMPLETE,
                    "letters could not be written into " + folder + " (" + e.getMessage()
                            + "); no half batch is left. Make room or repair it, then run again: it goes on where it was",
                    e);
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException _) {
            // Another thread has it.
        }
        throw new EarshotException(Code.USAGE, "another run prints into " + folder + ": wait until it has ended");
    }

    private List<Claim> claim() {
        return outbox.claim(Channel.PRINT, book.settings().letters(), clock.instant());
    }

    private long settle() throws IOException {
        long settled = 0;
        List<Claim> claims = outbox.inDoubt(Channel.PRINT, SETTLED_TOGETHER, 0);
        while (!claims.isEmpty()) {
            Map<String, Batch.Found> found =
                    Batch.find(folder, claims.stream().map(Claim::key).collect(Collectors.toSet()));
            Instant now = clock.instant();
            List<Result> results = new ArrayList<>(claims.size());
            for (Claim claim : claims) {
                Batch.Found batch = found.get(claim.key());
                results.add(
                        batch == null
                                ? new Result(claim.delivery(), Outcome.NOT_SENT, "in no batch", "", now, now)
                                : sent(claim.delivery(), batch.batch(), batch.page(), batch.sha256(), now));
            }
            outbox.settle(results, RULE);
            settled += results.size();
            claims = outbox.inDoubt(
                    Channel.PRINT, SETTLED_TOGETHER, claims.getLast().delivery());
        }
        return settled;
    }

    private static Result sent(long delivery, String batch, String page, String sha256, Instant at) {
        return new Result(delivery, Outcome.SENT, batch + " page " + page, sha256, at, at);
    }

    private final class Run {
        private final Map<String, Long> refused = new TreeMap<>();
        private final Map<String, Long> doubtful = new TreeMap<>();
        private final List<String> batches = new ArrayList<>();
        private long sent;

        void print(List<Claim> claims) throws IOException {
            Map<Long, Claim> open = new LinkedHashMap<>();
            claims.forEach(claim -> open.put(claim.delivery(), claim));
            try {
                List<LetterBook.SetLetter> letters = new ArrayList<>(claims.size());
                List<Result> refusals = new ArrayList<>();
                for (Claim claim : claims) {
                    set(claim, letters, refusals);
                }
                record(refusals, open);
                for (List<LetterBook.SetLetter> batch : batches(letters)) {
                    Batch written = Batch.write(folder, book, batch);
                    Instant now = clock.instant();
                    batches.add(written.name());
                    record(
                            written.entries().stream()
                                    .map(entry -> sent(
                                            entry.delivery(),
                                            written.name(),
                                            Integer.toString(entry.firstPage()),
                                            written.sha256(),
                                            now))
                                    .toList(),
                            open);
                    sent += written.entries().size();
                }
            } catch (IOException | RuntimeException e) {
                putBack(open, e);
                throw e;
            }
        }

        /// What has no result was not printed: it is planned again. Where that can't be recorded either, it is in doubt, and
        /// the next run settles it.
        private void putBack(Map<Long, Claim> open, Exception cause) {
            Instant now = clock.instant();
            try {
                outbox.record(open.keySet().stream()
                        .map(delivery ->
                                new Result(delivery, Outcome.NOT_SENT, "its batch was not written", "", now, now))
                        .toList());
            } catch (RuntimeException e) {
                cause.addSuppressed(e);
            }
        }

        private void record(List<Result> results, Map<Long, Claim> open) {
            if (!results.isEmpty()) {
                // Once this is asked for, it may have been done, whatever comes of it.
                results.forEach(result -> open.remove(result.delivery()));
                outbox.record(results);
            }
        }

        private void set(Claim claim, List<LetterBook.SetLetter> letters, List<Result> refusals) {
            Notice notice = claim.carried().getFirst();
            Set<AddressCheck.Fault> faults = EnumSet.noneOf(AddressCheck.Fault.class);
            faults.addAll(AddressCheck.faults(notice));
            List<String> address = AddressCheck.lines(notice);
            try {
                Optional<List<Line>> lines = book.address(claim.key(), address);
                if (lines.isEmpty()) {
                    faults.add(AddressCheck.Fault.TOO_LONG);
                }
                String undeliverable = faults.stream()
                        .filter(AddressCheck.Fault::isUndeliverable)
                        .map(AddressCheck.Fault::id)
                        .collect(Collectors.joining(", "));
                if (!undeliverable.isEmpty() || lines.isEmpty()) {
                    refuse(claim, "address: " + undeliverable, refusals);
                    return;
                }
                Letter letter = composer.compose(claim.carried());
                letters.add(book.set(
                        new MailPiece(
                                claim.delivery(),
                                claim.key(),
                                letter,
                                address,
                                notice.postalCode().strip(),
                                notice.language()),
                        lines.get()));
                faults.forEach(fault -> doubtful.merge(fault.id(), 1L, Long::sum));
            } catch (UnprintableException e) {
                refuse(claim, "unprintable: " + e.getMessage(), refusals);
            }
        }

        private void refuse(Claim claim, String reason, List<Result> refusals) {
            Instant now = clock.instant();
            refused.merge(reason, 1L, Long::sum);
            String answer = "notice " + claim.carried().getFirst().id() + ": " + reason;
            refusals.add(new Result(claim.delivery(), Outcome.REFUSED, answer, "", now, now));
        }
    }

    /// Letters in batches of at most so many pages.
    List<List<LetterBook.SetLetter>> batches(List<LetterBook.SetLetter> letters) {
        PrintSettings settings = book.settings();
        Map<String, List<LetterBook.SetLetter>> groups = new TreeMap<>();
        for (LetterBook.SetLetter letter : letters) {
            String group = switch (settings.apart()) {
                case NOTHING -> "";
                case SHEETS -> "%05d".formatted(book.sheets(letter));
                case LANGUAGE -> letter.piece().language();
                case SHEETS_AND_LANGUAGE ->
                    "%05d".formatted(book.sheets(letter)) + letter.piece().language();
            };
            groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(letter);
        }
        List<List<LetterBook.SetLetter>> batches = new ArrayList<>();
        for (List<LetterBook.SetLetter> group : groups.values()) {
            switch (settings.order()) {
                case PLAN -> {}
                case POSTAL_CODE ->
                    group.sort(Comparator.comparing(
                            (LetterBook.SetLetter letter) -> letter.piece().postalCode()));
            }
            List<LetterBook.SetLetter> batch = new ArrayList<>();
            int pages = 0;
            for (LetterBook.SetLetter letter : group) {
                int more = book.pagesInBatch(letter);
                if (!batch.isEmpty() && pages + more > settings.pages()) {
                    batches.add(batch);
                    batch = new ArrayList<>();
                    pages = 0;
                }
                batch.add(letter);
                pages += more;
            }
            if (!batch.isEmpty()) {
                batches.add(batch);
            }
        }
        return batches;
    }
}
