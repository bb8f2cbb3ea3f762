package dev.earshot.breach.print;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.evidence.Sha256;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// A folder with letters for a printer: `letters.pdf`, what is in it as `manifest.csv` and `manifest.json`, and `SHA256SUMS`.
///
/// It is there whole or not at all: it is written beside its place and then renamed. Its name has a digest of its deliveries'
/// keys, so that the same letters are the same batch, and a batch that is there has been made. So it is known after a crash
/// which letters were: those in the manifests. **Manifests stay where they are until the case is over**; PDF files may go.
public final class Batch {
    static final String MANIFEST = "manifest.csv";
    private static final String LETTERS = "letters.pdf";
    private static final String UNFINISHED = ".unfinished-";
    private static final String HEADER = "delivery,key,first_page,last_page,sheets,language,addressee_sha256";

    private final String name;
    private final String sha256;
    private final List<Entry> entries;

    private Batch(String name, String sha256, List<Entry> entries) {
        this.name = name;
        this.sha256 = sha256;
        this.entries = entries;
    }

    /// One letter of a batch.
    ///
    /// @param firstPage from 1; `lastPage` is the last one that has text
    /// @param addressee SHA-256 of the key and the lines of the address, each followed by a line feed: shows that an address is
    ///     this one, to whoever has it; not anonymous
    public record Entry(
            long delivery, String key, int firstPage, int lastPage, int sheets, String language, String addressee) {}

    public String name() {
        return name;
    }

    /// Of the PDF file, in hex.
    public String sha256() {
        return sha256;
    }

    public List<Entry> entries() {
        return entries;
    }

    /// Writes a batch; where it is there already, it is left alone.
    static Batch write(Path folder, LetterBook book, List<LetterBook.SetLetter> letters) throws IOException {
        return write(folder, book, letters, out -> out);
    }

    interface Wrapping {
        OutputStream around(OutputStream file);
    }

    static Batch write(Path folder, LetterBook book, List<LetterBook.SetLetter> letters, Wrapping wrapping)
            throws IOException {
        List<Entry> entries = entries(book, letters);
        String digest = HexFormat.of()
                .formatHex(
                        digester()
                                .digest(entries.stream()
                                        .map(Entry::key)
                                        .collect(Collectors.joining("\n"))
                                        .getBytes(StandardCharsets.UTF_8)),
                        0,
                        16);
        String name = "batch-" + entries.getFirst().delivery() + "-" + digest;
        Path place = folder.resolve(name);
        if (Files.exists(place)) {
            return new Batch(name, statedHash(place), entries);
        }
        Path temporary = folder.resolve(UNFINISHED + name);
        delete(temporary);
        try {
            Files.createDirectories(temporary);
            MessageDigest hash = digester();
            try (FileChannel file = open(temporary.resolve(LETTERS));
                    OutputStream out = new BufferedOutputStream(
                            new DigestOutputStream(wrapping.around(uncloseable(Channels.newOutputStream(file))), hash),
                            1 << 16)) {
                book.write(letters, "Letters, " + name, digest, out);
                out.flush();
                file.force(true);
            }
            String sha256 = HexFormat.of().formatHex(hash.digest());
            Batch batch = new Batch(name, sha256, entries);
            batch.writeManifests(temporary, book);
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
            force(folder);
            return batch;
        } catch (IOException | RuntimeException e) {
            try {
                delete(temporary);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private static List<Entry> entries(LetterBook book, List<LetterBook.SetLetter> letters) {
        List<Entry> entries = new ArrayList<>(letters.size());
        int page = 1;
        for (LetterBook.SetLetter letter : letters) {
            MailPiece piece = letter.piece();
            MessageDigest addressee = digester();
            addressee.update((piece.key() + "\n").getBytes(StandardCharsets.UTF_8));
            piece.address().forEach(line -> addressee.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
            entries.add(new Entry(
                    piece.delivery(),
                    piece.key(),
                    page,
                    page + letter.pages() - 1,
                    book.sheets(letter),
                    piece.language(),
                    HexFormat.of().formatHex(addressee.digest())));
            page += book.pagesInBatch(letter);
        }
        return List.copyOf(entries);
    }

    private void writeManifests(Path folder, LetterBook book) throws IOException {
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        List<Map<String, Object>> letters = new ArrayList<>();
        for (Entry entry : entries) {
            csv.append(entry.delivery + "," + entry.key + "," + entry.firstPage + "," + entry.lastPage + ","
                    + entry.sheets + "," + entry.language + "," + entry.addressee + "\n");
            Map<String, Object> letter = new LinkedHashMap<>();
            letter.put("delivery", entry.delivery);
            letter.put("key", entry.key);
            letter.put("firstPage", entry.firstPage);
            letter.put("lastPage", entry.lastPage);
            letter.put("sheets", entry.sheets);
            letter.put("language", entry.language);
            letter.put("addresseeSha256", entry.addressee);
            letters.add(letter);
        }
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("batch", name);
        whole.put("pdf", LETTERS);
        whole.put("sha256", sha256);
        whole.put("duplex", book.settings().duplex());
        whole.put("sheets", entries.stream().mapToInt(Entry::sheets).sum());
        whole.put("letters", letters);
        byte[] table = csv.toString().getBytes(StandardCharsets.UTF_8);
        byte[] json =
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(whole);
        String sums = sha256 + "  " + LETTERS + "\n" + hash(table) + "  " + MANIFEST + "\n" + hash(json)
                + "  manifest.json\n";
        write(folder.resolve(MANIFEST), table);
        write(folder.resolve("manifest.json"), json);
        write(folder.resolve("SHA256SUMS"), sums.getBytes(StandardCharsets.UTF_8));
        force(folder);
    }

    /// Which of these deliveries are in batches that are there.
    ///
    /// @param keys of deliveries
    /// @return by key
    /// @throws EarshotException of code TAMPERED where a manifest isn't what it was
    static Map<String, Found> find(Path folder, Set<String> keys) throws IOException {
        Map<String, Found> found = new LinkedHashMap<>();
        for (Path place : places(folder)) {
            byte[] table = Files.readAllBytes(place.resolve(MANIFEST));
            String sums = Files.readString(place.resolve("SHA256SUMS"));
            if (!sums.contains(hash(table) + "  " + MANIFEST + "\n")) {
                throw new EarshotException(
                        Code.TAMPERED,
                        place.resolve(MANIFEST)
                                + " is not what was written: which letters were printed can't be told by it."
                                + " Put the original back, then run again");
            }
            String hash = statedHash(place);
            new String(table, StandardCharsets.UTF_8).lines().skip(1).forEach(line -> {
                String[] cells = line.split(",", 5);
                if (keys.contains(cells[1])) {
                    found.put(cells[1], new Found(place.getFileName().toString(), cells[2], hash));
                }
            });
        }
        return found;
    }

    /// @param page the first one
    record Found(String batch, String page, String sha256) {}

    /// Removes what a run that ended has left unfinished.
    static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.filter(file -> file.getFileName().toString().startsWith(UNFINISHED))
                    .toList()) {
                delete(path);
            }
        }
    }

    private static List<Path> places(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("batch-"))
                    .sorted()
                    .toList();
        }
    }

    private static String statedHash(Path place) throws IOException {
        return Files.readString(place.resolve("SHA256SUMS"))
                .lines()
                .filter(line -> line.endsWith("  " + LETTERS))
                .map(line -> line.substring(0, 64))
                .findFirst()
                .orElseThrow(() -> new EarshotException(
                        Code.TAMPERED,
                        place.resolve("SHA256SUMS") + " does not name " + LETTERS + ": put the original back"));
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel out = open(file)) {
            Channels.newOutputStream(out).write(content);
            out.force(true);
        }
    }

    /// A rename lasts once the folder is on the disk too. Not every file system can be asked for that.
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Nothing more can be done there.
        }
    }

    private static OutputStream uncloseable(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    static String hash(byte[] content) {
        return HexFormat.of().formatHex(digester().digest(content));
    }

    private static MessageDigest digester() {
        return Sha256.digest();
    }
}
