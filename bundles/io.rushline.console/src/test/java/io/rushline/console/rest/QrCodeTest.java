package io.rushline.console.rest;

import static org.junit.Assert.assertEquals;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.rushline.console.FakeConnector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

public class QrCodeTest {

    private static final int SCALE = 4;

    @Test
    public void aScannerReadsTheLinkFromThePicture() throws Exception {
        String svg = new String(QrCode.svg(FakeConnector.COMPLETE_URI), StandardCharsets.UTF_8);
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        box.find();
        int width = Integer.parseInt(box.group(1)) * SCALE;
        int[] pixels = new int[width * width];
        Arrays.fill(pixels, 0xffffff);
        Pattern.compile("M(\\d+) (\\d+)h1v1").matcher(svg).results().forEach(module -> {
            for (int i = 0; i < SCALE * SCALE; i++) {
                int x = Integer.parseInt(module.group(1)) * SCALE + i % SCALE;
                int y = Integer.parseInt(module.group(2)) * SCALE + i / SCALE;
                pixels[y * width + x] = 0;
            }
        });
        BinaryBitmap picture = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, width, pixels)));
        assertEquals(FakeConnector.COMPLETE_URI, new QRCodeReader().decode(picture).getText());
    }
}
