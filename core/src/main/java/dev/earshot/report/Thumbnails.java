package dev.earshot.report;

import dev.earshot.exchange.Page;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// The top of each page's screenshot, small enough to be a part of the page that shows it. Unless values are revealed
/// it
/// is also too small for text to be read, since a screenshot may show what a patient typed.
final class Thumbnails {
    private static final int MOST = 60;
    private static final int UNREADABLE = 80;
    private static final int READABLE = 480;
    private static final double SHAPE = 0.62;

    private final Optional<Path> folder;
    private final int width;
    private int made;

    Thumbnails(Optional<Path> folder, boolean reveal) {
        this.folder = folder;
        this.width = reveal ? READABLE : UNREADABLE;
    }

    /// A `data:` URL; empty if the page has no screenshot in the folder, if it cannot be read, or if there were enough.
    Optional<String> of(Page page) {
        if (folder.isEmpty() || page.screenshot().isEmpty() || made >= MOST) {
            return Optional.empty();
        }
        Path root = folder.get().toAbsolutePath().normalize();
        Path file = root.resolve(page.screenshot().get()).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Optional<BufferedImage> top = top(file);
            if (top.isEmpty()) {
                return Optional.empty();
            }
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            ImageIO.write(scaled(top.get()), "jpg", jpeg);
            made++;
            return Optional.of("data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg.toByteArray()));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<BufferedImage> top(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int wide = reader.getWidth(0);
                int high = (int) Math.min(reader.getHeight(0), Math.max(1, Math.round(wide * SHAPE)));
                ImageReadParam part = reader.getDefaultReadParam();
                part.setSourceRegion(new Rectangle(0, 0, wide, high));
                return Optional.of(reader.read(0, part));
            } finally {
                reader.dispose();
            }
        }
    }

    /// Halved until near the wanted width, so that every pixel of the original counts.
    private BufferedImage scaled(BufferedImage original) {
        BufferedImage image = original;
        while (image.getWidth() >= 2 * width) {
            image = drawn(image, image.getWidth() / 2);
        }
        return drawn(image, Math.min(width, image.getWidth()));
    }

    private static BufferedImage drawn(BufferedImage image, int wide) {
        int high = Math.max(1, (int) Math.round((double) image.getHeight() * wide / image.getWidth()));
        BufferedImage scaled = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setColor(java.awt.Color.WHITE);
        graphics.fillRect(0, 0, wide, high);
        graphics.drawImage(image, 0, 0, wide, high, null);
        graphics.dispose();
        return scaled;
    }
}
