package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.Case;
import dev.earshot.breach.CaseFile;
import dev.earshot.breach.Facts;
import dev.earshot.breach.journal.Entry;
import dev.earshot.breach.journal.Journal;
import dev.earshot.breach.journal.JournalFile;
import dev.earshot.breach.journal.Verification;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.yaml.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/// The folder of a case, as its commands open it.
final class CaseFolder {
    static final String FILE = "case.yaml";

    private final Path folder;
    private final LawLibrary law;

    /// @throws EarshotException of code USAGE where it is no folder of a case
    CaseFolder(Path folder) {
        this.folder = folder;
        if (!Files.isDirectory(folder)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    folder + " is no folder. Make one with a case.yaml in it (docs/breach.md has one to start from).");
        }
        Path own = folder.resolve("law");
        this.law = Files.isDirectory(own) ? LawLibrary.builtIn().with(own) : LawLibrary.builtIn();
    }

    Path path() {
        return folder;
    }

    LawLibrary law() {
        return law;
    }

    /// `case.yaml`, without the sections that say how notices travel, which their readers check.
    ///
    /// @param problems gets the mistakes; nothing is thrown for them yet
    CaseFile file(Problems problems) {
        return CaseFile.read(folder.resolve(FILE), law, problems);
    }

    /// `case.yaml`, its facts without a mistake.
    CaseFile file() {
        Problems problems = problems();
        CaseFile file = file(problems);
        problems.throwIfAny();
        return file;
    }

    /// Where the mistakes of `case.yaml` are gathered.
    Problems problems() {
        return new Problems(folder.resolve(FILE));
    }

    /// Opens the case to change it.
    CaseStore open(Clock clock) {
        return CaseStore.open(folder, database(), clock);
    }

    CaseStore read(Clock clock) {
        return CaseStore.read(folder, database(), clock);
    }

    CaseStore restore(Clock clock) {
        return CaseStore.restore(folder, database(), clock);
    }

    Case with(CaseStore store) {
        return new Case(store.journal(), law);
    }

    /// The case as its journal's file has it, without its database: also on another machine.
    ///
    /// @throws EarshotException of code TAMPERED where the journal isn't what it was
    Case fromJournal() {
        Path file = folder.resolve(JournalFile.NAME);
        if (!Files.exists(file)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "There is no journal in " + folder + " yet. Record the facts of " + FILE
                            + " first: earshot case record " + folder + " --by NAME --why TEXT");
        }
        return new Case(new Reading(file), law);
    }

    /// The newest facts, and how they differ from what `case.yaml` says now.
    boolean changedSince(Facts facts) {
        if (!Files.exists(folder.resolve(FILE))) {
            return false;
        }
        CaseFile file = file();
        return !CaseWindows.of(file)
                .complete(file.incident())
                .with(facts.incident().done(), facts.incident().overrides())
                .equals(facts.incident());
    }

    private Optional<String> database() {
        return Files.exists(folder.resolve(FILE)) ? file().database() : Optional.empty();
    }

    /// A journal that is only read.
    private record Reading(Path file) implements Journal {
        @Override
        public Entry append(String kind, String who, Object body) {
            throw new IllegalStateException("this journal is only read");
        }

        @Override
        public void read(long seq, Consumer<Entry> each) {
            Verification verification = JournalFile.read(file, Optional.empty(), entry -> {
                if (entry.seq() >= seq) {
                    each.accept(entry);
                }
            });
            verification.fault().ifPresent(fault -> {
                throw new EarshotException(
                        EarshotException.Code.TAMPERED,
                        file + ": entry " + fault.seq() + " is not what it was: " + fault.why() + ".");
            });
        }

        @Override
        public Optional<Entry> last() {
            Entry[] newest = new Entry[1];
            read(1, entry -> newest[0] = entry);
            return Optional.ofNullable(newest[0]);
        }
    }
}
