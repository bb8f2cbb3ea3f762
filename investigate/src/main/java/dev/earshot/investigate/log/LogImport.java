package dev.earshot.investigate.log;

import dev.earshot.EarshotException;
import dev.earshot.investigate.Progress;
import dev.earshot.investigate.Storage;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.ParquetTable;
import dev.earshot.investigate.table.RowWriter;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns files of access logs into the tables `lines` and `pages`, one file of each for each file of logs.
///
/// Files are numbered by their SHA-256, so that neither their order nor their names matter. A file whose content
/// another one holds already is set aside as a whole. What is finished has a mark, and is not read again as long as the
/// file, the plan's rules and what is asked of the pages are the same.
public final class LogImport {
    private final Storage storage;
    private final Function<Map<String, String>, List<LogFormat>> formats;
    private final int threads;
    private final Progress progress;

    /// @param formats those to choose from, see [LogFormats#all], whatever fields a source states
    public LogImport(Storage storage, List<LogFormat> formats, int threads, Progress progress) {
        this(storage, fields -> formats, threads, progress);
    }

    /// @param formats those to choose from, by the fields that a source states
    public LogImport(
            Storage storage, Function<Map<String, String>, List<LogFormat>> formats, int threads, Progress progress) {
        this.storage = storage;
        this.formats = formats;
        this.threads = threads;
        this.progress = progress;
    }

    /// Reads all logs of a plan into `folder`: `lines/`, `pages/` and `files/`, the accounts, which are the marks.
    ///
    /// @param queryParameters those that a window's rule asks for; `*` for whole queries
    /// @return what became of each file, in the order of their numbers
    /// @throws EarshotException where the plan can't be followed; storage's failures too
    public List<FileAccount> run(Plan plan, Set<String> queryParameters, String folder) {
        Sieve sieve = new Sieve(plan);
        List<LogSource> sources = plan.logs().stream()
                .map(logs -> LogSource.of(logs, formats, sieve))
                .toList();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<LogFile> files = number(hashed(pool, listed(sources)));
            Marks marks = new Marks(storage, folder, plan, formats.apply(Map.of()), queryParameters);
            marks.sweep(files.size());
            AtomicLong done = new AtomicLong();
            long all = files.stream().mapToLong(LogFile::bytes).sum();
            Map<LogFile, Mark> read = new HashMap<>();
            List<LogFile> bySize = distinct(files);
            Map<String, Integer> numbers = new HashMap<>();
            bySize.forEach(file -> numbers.put(file.sha256(), file.number()));
            bySize.sort(Comparator.comparingLong(LogFile::bytes).reversed());
            Map<LogFile, Future<Mark>> tasks = new HashMap<>();
            for (LogFile file : bySize) {
                tasks.put(file, pool.submit(() -> {
                    Mark mark = read(file, sieve, queryParameters, marks, numbers);
                    progress.advance("logs", done.addAndGet(file.bytes()), all);
                    return mark;
                }));
            }
            for (Map.Entry<LogFile, Future<Mark>> task : tasks.entrySet()) {
                read.put(task.getKey(), result(task.getValue()));
            }
            return new Duplicates(storage, marks).setAside(files, read);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            pool.shutdownNow();
        }
    }

    private List<LogFile> listed(List<LogSource> sources) throws IOException {
        List<LogFile> files = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (LogSource source : sources) {
            for (String pattern : source.plan().files()) {
                for (Storage.Stored stored : storage.list(pattern)) {
                    if (seen.add(stored.location())) {
                        files.add(new LogFile(0, stored.location(), stored.bytes(), "", source));
                    }
                }
            }
            if (files.stream().noneMatch(file -> file.source().equals(source))) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "line " + source.plan().line() + ": there is no file of logs "
                                + String.join(", ", source.plan().files()));
            }
        }
        return files;
    }

    private List<LogFile> hashed(ExecutorService pool, List<LogFile> files) {
        AtomicLong done = new AtomicLong();
        long all = files.stream().mapToLong(LogFile::bytes).sum();
        List<Future<LogFile>> tasks = new ArrayList<>();
        for (LogFile file : files) {
            tasks.add(pool.submit(() -> {
                LogFile hashed = file.hashed(storage);
                progress.advance("checksums of logs", done.addAndGet(file.bytes()), all);
                return hashed;
            }));
        }
        return tasks.stream().map(LogImport::result).toList();
    }

    /// Numbers files from 1 by their SHA-256; further copies of the same come after all others.
    private static List<LogFile> number(List<LogFile> files) {
        List<LogFile> sorted = new ArrayList<>(files);
        // A stable sort: of two copies the one that the plan names first comes first.
        sorted.sort(Comparator.comparing(LogFile::sha256));
        List<LogFile> numbered = new ArrayList<>();
        List<LogFile> copies = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (LogFile file : sorted) {
            if (seen.add(file.sha256())) {
                numbered.add(file.numbered(numbered.size() + 1));
            } else {
                copies.add(file);
            }
        }
        for (LogFile copy : copies) {
            numbered.add(copy.numbered(numbered.size() + 1));
        }
        return numbered;
    }

    private static List<LogFile> distinct(List<LogFile> files) {
        Map<String, LogFile> first = new LinkedHashMap<>();
        files.forEach(file -> first.putIfAbsent(file.sha256(), file));
        return new ArrayList<>(first.values());
    }

    private Mark read(LogFile file, Sieve sieve, Set<String> parameters, Marks marks, Map<String, Integer> numbers)
            throws IOException {
        Mark finished = marks.find(file, numbers);
        if (finished != null) {
            return finished;
        }
        marks.delete(file.number());
        FileAccount account;
        Content content;
        try (InputStream stored = file.open(storage);
                ParquetTable lineRows =
                        new ParquetTable(Table.LINES, storage, marks.location(Table.LINES, file.number()));
                RowWriter pageRows =
                        new ParquetTable(Table.PAGES, storage, marks.location(Table.PAGES, file.number()))) {
            content = new Content(Records.of(stored, storage, file.location()));
            account = new FileImport(file.source(), sieve, parameters, file.number(), lineRows, pageRows)
                    .read(content, file.number(), file.location(), file.sha256());
            lineRows.finish();
            pageRows.finish();
        }
        Mark mark = new Mark(marks.basis(file), content.crc(), content.length(), "", account);
        marks.write(mark);
        return mark;
    }

    private static <T> T result(Future<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarshotException(EarshotException.Code.INCOMPLETE, "The logs were not read to their end", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case EarshotException earshot -> throw earshot;
                case IOException io -> throw failed(io);
                case UncheckedIOException io -> throw failed(io.getCause());
                case null, default ->
                    throw new EarshotException(EarshotException.Code.INTERNAL, "The logs could not be read", e);
            }
        }
    }

    private static EarshotException failed(@Nullable IOException e) {
        return new EarshotException(
                EarshotException.Code.INCOMPLETE,
                "The logs could not be read, or their tables not be written: " + (e == null ? "" : e.getMessage()),
                e == null ? new IOException() : e);
    }
}
