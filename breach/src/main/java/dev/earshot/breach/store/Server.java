package dev.earshot.breach.store;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// The PostgreSQL server of one case, in the case's own folder. It listens on the loopback address alone, at a port that
/// was free, and asks for a password that only the folder's owner can read.
///
/// It is a process of its own: where Earshot was killed it goes on, and the next Earshot uses it. No server of another
/// folder is ever used or ended.
///
/// Below the folder: `server` (PostgreSQL's own), `password`, `lock`, `server.txt` (what the server said last).
final class Server {
    private static final String USER = "earshot";
    /// Of the programs that come with Earshot.
    private static final String VERSION = "18";

    private final Path folder;
    private final Path programs;
    private final Path server;
    private final String password;
    private int port;

    private Server(Path folder, Path programs, String password) {
        this.folder = folder;
        this.programs = programs;
        this.server = folder.resolve("server");
        this.password = password;
    }

    /// Whether the folder holds a database.
    static boolean exists(Path folder) {
        return Files.exists(folder.resolve("server"));
    }

    /// Makes the database where there is none, and starts its server where none runs.
    static Server start(Path folder) {
        Path programs = Binaries.unpacked();
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                Server started = new Server(folder.toRealPath(), programs, password(folder, lock));
                started.make();
                if (!started.runs()) {
                    started.run();
                }
                return started;
            }
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    "The case's database in " + folder + " could not be started (" + e.getMessage()
                            + "). Nothing of the case is lost. Free some space or mend the cause, and run the command again.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarshotException(EarshotException.Code.INCOMPLETE, "Interrupted while the database started", e);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    Properties login() {
        Properties login = new Properties();
        login.setProperty("user", USER);
        login.setProperty("password", password);
        return login;
    }

    /// Ends it, where it runs; what was committed is kept. One that can't write its last checkpoint, as on a full disk, is
    /// ended without it, and reads its log again when it is started.
    void stop() {
        try {
            for (String mode : List.of("fast", "immediate")) {
                if (process().isPresent()) {
                    try {
                        command(List.of("pg_ctl", "stop", "-D", server.toString(), "-m", mode, "-w", "-t", "20"));
                    } catch (IOException e) {
                        // The next one that opens the case finds it.
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param held the lock under which it is made
    private static String password(Path folder, FileLock held) throws IOException {
        Path file = folder.resolve("password");
        if (!held.isValid()) {
            throw new IllegalStateException();
        }
        if (!Files.exists(file) || Files.size(file) == 0) {
            if (exists(folder)) {
                throw new IOException(
                        "its password file is gone: move the folder away and rebuild it from the journal");
            }
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] mode = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            try {
                Files.createFile(file, mode);
            } catch (FileAlreadyExistsException empty) {
                // A crash left it so.
            }
            Files.writeString(file, HexFormat.of().formatHex(random), StandardOpenOption.SYNC);
        }
        return Files.readString(file).strip();
    }

    private void make() throws IOException, InterruptedException {
        if (exists(folder)) {
            String version = Files.readString(server.resolve("PG_VERSION")).strip();
            if (!version.equals(VERSION)) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "The case's database in " + folder + " was made by PostgreSQL " + version
                                + ", and this Earshot has "
                                + VERSION
                                + ". Use the Earshot that made it, or move the folder away and rebuild it from"
                                + " the journal.");
            }
            return;
        }
        Path made = folder.resolve("server.new");
        Binaries.delete(made);
        command(List.of(
                "initdb",
                "-D",
                made.toString(),
                "-U",
                USER,
                "--pwfile=" + folder.resolve("password"),
                "-A",
                "scram-sha-256",
                "-E",
                "UTF8",
                "--no-locale"));
        Files.move(made, server);
    }

    /// Whether its server is there already, where need be after waiting for it; a server that doesn't answer is ended.
    private boolean runs() throws IOException, InterruptedException {
        for (int tries = 0; Files.exists(pid()); tries++) {
            if (process().isEmpty()) {
                // Another program may have its number now, which would keep the server from starting.
                Files.deleteIfExists(pid());
                return false;
            }
            List<String> lines = Files.readAllLines(pid());
            if (lines.size() > 3) {
                port = (int) number(lines.get(3));
                if (answers()) {
                    return true;
                }
            }
            if (tries == 300) {
                stop();
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return false;
    }

    private Path pid() {
        return server.resolve("postmaster.pid");
    }

    /// The PostgreSQL server of this very folder; empty where none runs.
    private Optional<ProcessHandle> process() {
        try {
            List<String> lines = Files.readAllLines(pid());
            return ProcessHandle.of(lines.isEmpty() ? 0 : number(lines.getFirst()))
                    .filter(this::isServer);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private boolean isServer(ProcessHandle process) {
        Optional<String> command = process.info().command();
        Optional<String[]> arguments = process.info().arguments();
        return process.isAlive()
                && command.map(name -> Path.of(name).getFileName().toString().startsWith("postgres"))
                        .orElse(false)
                && arguments
                        .map(list -> Arrays.asList(list).contains(server.toString()))
                        .orElse(true);
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url(), login());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            return row.next() && Path.of(row.getString(1)).equals(server);
        } catch (SQLException e) {
            return false;
        }
    }

    private void run() throws IOException, InterruptedException {
        Path said = folder.resolve("server.txt");
        for (int tries = 1; ; tries++) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Files.writeString(server.resolve("postgresql.conf"), settings());
            Files.deleteIfExists(said);
            try {
                command(List.of("pg_ctl", "start", "-D", server.toString(), "-l", said.toString(), "-w", "-t", "600"));
                return;
            } catch (IOException e) {
                String last = Files.exists(said) ? last(said) : String.valueOf(e.getMessage());
                if (tries == 3 || !last.contains("in use")) {
                    throw new IOException(last, e);
                }
                // The port was taken meanwhile, or processes of a server that was killed are still ending.
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    /// What it says in its log has no values in it: no statements, no details.
    private String settings() {
        return """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 20
                password_encryption = scram-sha-256
                shared_buffers = 256MB
                maintenance_work_mem = 256MB
                work_mem = 32MB
                wal_level = minimal
                max_wal_senders = 0
                max_wal_size = 4GB
                checkpoint_timeout = 15min
                random_page_cost = 1.1
                jit = off
                max_parallel_workers_per_gather = 0
                max_parallel_maintenance_workers = 0
                client_connection_check_interval = 1s
                log_error_verbosity = terse
                log_min_error_statement = panic
                log_checkpoints = off
                timezone = 'UTC'
                """.formatted(port);
    }

    /// Runs one of the programs. PostgreSQL refuses root, which therefore runs it as nobody of a user namespace.
    private void command(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.add("unshare");
            command.add("-U");
        }
        command.add(programs.resolve("bin").resolve(words.getFirst()).toString());
        command.addAll(words.subList(1, words.size()));
        Path said = Files.createTempFile(folder, "said", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .directory(folder.toFile());
            builder.environment().put("LC_ALL", "C");
            int exit;
            try {
                exit = builder.start().waitFor();
            } catch (IOException e) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "The PostgreSQL that comes with Earshot can't be run here"
                                + (isRoot() ? " as root (which takes the program unshare)" : "") + ". "
                                + Binaries.OWN_SERVER,
                        e);
            }
            if (exit != 0) {
                throw new IOException(words.getFirst() + ": " + last(said));
            }
        } finally {
            Files.deleteIfExists(said);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /// The last line that says what failed.
    private static String last(Path said) throws IOException {
        List<String> lines =
                Files.readString(said, StandardCharsets.ISO_8859_1).lines().toList();
        return lines.stream()
                .filter(line -> line.contains("FATAL") || line.contains("PANIC") || line.contains("error:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
    }

    private static long number(String line) {
        try {
            return Long.parseLong(line.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
