package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * Whose signatures count: the certificates in PEM files, read anew at each question. A certificate authority's stands for all it issued (RFC 5280, without
 * revocation: the appliance may be offline); any other stands for itself alone. Time stamps in signatures are not looked at.
 */
final class TrustedSigners {

    private static final System.Logger LOG = System.getLogger(TrustedSigners.class.getName());
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final List<Path> sources;
    private final Clock clock;

    /** @param sources PEM files, or folders of {@code *.pem}; folders may be missing; broken files count as empty, and are logged */
    TrustedSigners(List<Path> sources, Clock clock) {
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    /** RFC 2253. */
    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
    }

    /**
     * @param sent  the signer's certificate, then what else came with the signature
     * @param today whether all certificates must be valid now; otherwise it suffices that they were valid together at some time
     */
    void check(List<X509Certificate> sent, boolean today, String where) throws ModuleException {
        X509Certificate signer = sent.get(0);
        maySign(signer, where);
        Set<X509Certificate> trusted = read();
        List<X509Certificate> chain = trusted.contains(signer) ? List.of(signer) : chain(sent, trusted, where);
        if (today) {
            Instant now = clock.instant();
            for (X509Certificate certificate : chain) {
                if (now.isBefore(certificate.getNotBefore().toInstant()) || now.isAfter(certificate.getNotAfter().toInstant())) {
                    throw new ModuleException(Code.NOT_VALID_NOW, where + ": the certificate of " + name(certificate) + " is valid from "
                        + certificate.getNotBefore().toInstant() + " to " + certificate.getNotAfter().toInstant() + "; the appliance's clock says " + now + ".");
                }
            }
        }
    }

    private static void maySign(X509Certificate signer, String where) throws ModuleException {
        try {
            boolean[] usage = signer.getKeyUsage();
            List<String> purposes = signer.getExtendedKeyUsage();
            if (usage != null && !usage[0] || purposes != null && !purposes.contains(CODE_SIGNING) && !purposes.contains(ANY_PURPOSE)) {
                throw new ModuleException(Code.NOT_TRUSTED, where + ": the certificate of " + name(signer) + " is not for signing code.");
            }
        } catch (CertificateParsingException e) {
            throw new ModuleException(Code.NOT_TRUSTED, where + ": the certificate of " + name(signer) + " is malformed.", e);
        }
    }

    private static boolean isAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (usage == null || usage[5]);
    }

    /** From the signer up to the authority that is trusted, at whatever time they are valid together. */
    private List<X509Certificate> chain(List<X509Certificate> sent, Set<X509Certificate> trusted, String where) throws ModuleException {
        X509Certificate signer = sent.get(0);
        Set<TrustAnchor> authorities = trusted.stream().filter(TrustedSigners::isAuthority).map(c -> new TrustAnchor(c, null)).collect(Collectors.toSet());
        if (authorities.isEmpty()) {
            throw new ModuleException(Code.NOT_TRUSTED, where + " was signed by " + name(signer) + ". "
                + (trusted.isEmpty() ? "No certificate is trusted" : "Its certificate is none of those") + " in " + sources + ".");
        }
        CertPathBuilderException last = null;
        // the windows of several certificates, where they overlap at all, do so at the begin of one of them
        for (Instant moment : Stream.concat(Stream.of(clock.instant()), sent.stream().map(c -> c.getNotBefore().toInstant())).toList()) {
            try {
                return build(sent, authorities, moment);
            } catch (CertPathBuilderException e) {
                last = e;
            } catch (GeneralSecurityException e) {
                throw new ModuleException(Code.NOT_TRUSTED, where + ": the certificate of " + name(signer) + " cannot be checked (" + e.getMessage() + ").", e);
            }
        }
        throw new ModuleException(Code.NOT_TRUSTED, where + " was signed by " + name(signer) + ", whose certificate leads to none of those in " + sources + " ("
            + last.getMessage() + ").", last);
    }

    private static List<X509Certificate> build(List<X509Certificate> sent, Set<TrustAnchor> authorities, Instant moment) throws GeneralSecurityException {
        X509CertSelector signer = new X509CertSelector();
        signer.setCertificate(sent.get(0));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(authorities, signer);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(moment));
        PKIXCertPathBuilderResult result = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : result.getCertPath().getCertificates()) {
            chain.add((X509Certificate) certificate);
        }
        chain.add(result.getTrustAnchor().getTrustedCert());
        return chain;
    }

    private Set<X509Certificate> read() {
        Set<X509Certificate> all = new LinkedHashSet<>();
        for (Path source : sources) {
            if (!source.toString().endsWith(".pem") && Files.notExists(source)) {
                continue;
            }
            if (!Files.isDirectory(source)) {
                read(source, all);
                continue;
            }
            try (Stream<Path> files = Files.list(source)) {
                files.filter(f -> f.toString().endsWith(".pem")).sorted().forEach(f -> read(f, all));
            } catch (IOException | UncheckedIOException e) {
                LOG.log(System.Logger.Level.WARNING, "the folder of trusted certificates " + source + " cannot be read, it counts as empty (" + e.getMessage() + ")");
            }
        }
        return all;
    }

    private static void read(Path pem, Set<X509Certificate> into) {
        try (InputStream in = Files.newInputStream(pem)) {
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                into.add((X509Certificate) certificate);
            }
        } catch (IOException | CertificateException e) {
            LOG.log(System.Logger.Level.WARNING, "the trusted certificate " + pem + " cannot be read, it counts as missing (" + e.getMessage() + ")");
        }
    }
}
