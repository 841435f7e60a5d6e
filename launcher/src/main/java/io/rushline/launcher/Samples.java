package io.rushline.launcher;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Makes clips for the demo with what is there: sound, stills and, where ffmpeg is installed, video. */
final class Samples {

    private static final float RATE = 48_000;
    private static final int SECONDS = 5 * 60;

    private Samples() {
    }

    /** @return the folder, with samples in it; made once */
    static Path in(Path folder, PrintWriter out) {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        out.println("Making sample clips …");
        out.flush();
        Path making = folder.resolveSibling(folder.getFileName() + ".making");
        try {
            Files.createDirectories(making);
            sound(making.resolve("A001_take1.wav"));
            for (int still = 1; still <= 3; still++) {
                ImageIO.write(still(still), "jpg", making.resolve("A001_still" + still + ".jpg").toFile());
            }
            ImageIO.write(still(4), "tiff", making.resolve("A001_frame.tif").toFile());
            video(making.resolve("A001_C001.mov"), out);
            return Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandException("Samples cannot be made in " + folder + " (" + e + "). Name a folder with clips with --media.", e);
        }
    }

    /** A sweep in stereo, 16 bit, 48 kHz. */
    private static void sound(Path file) throws IOException {
        AudioFormat format = new AudioFormat(RATE, 16, 2, true, false);
        int frames = (int) RATE * SECONDS;
        byte[] bytes = new byte[frames * format.getFrameSize()];
        double phase = 0;
        for (int i = 0; i < frames; i++) {
            phase += 2 * Math.PI * (220 + 660.0 * i / frames) / RATE;
            int sample = (int) (8000 * Math.sin(phase));
            for (int channel = 0; channel < 2; channel++) {
                bytes[i * 4 + channel * 2] = (byte) sample;
                bytes[i * 4 + channel * 2 + 1] = (byte) (sample >> 8);
            }
        }
        AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(bytes), format, frames), AudioFileFormat.Type.WAVE, file.toFile());
    }

    private static BufferedImage still(int number) {
        BufferedImage image = new BufferedImage(1920, 1080, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.getHSBColor(number * 0.2f, 0.7f, 0.4f), 1920, 1080, Color.getHSBColor(number * 0.2f, 0.4f, 0.9f)));
        graphics.fillRect(0, 0, 1920, 1080);
        graphics.dispose();
        return image;
    }

    private static void video(Path file, PrintWriter out) throws IOException {
        try {
            Process ffmpeg = new ProcessBuilder("ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25",
                    "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", "20", "-pix_fmt", "yuv420p", "-timecode", "10:00:00:00",
                    file.toString()).inheritIO().start();
            if (ffmpeg.waitFor() != 0) {
                Files.deleteIfExists(file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted.", e);
        } catch (IOException e) {
            out.println("There is no ffmpeg here: the samples hold no video.");
        }
    }
}
