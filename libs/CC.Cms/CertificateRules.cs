using System.Security.Cryptography.X509Certificates;

namespace CC.Cms;

/// <summary>The rules that a signer's certificate must keep: those of OpenSSL's purpose <c>smimesign</c>, for authorities that are configured and no others.</summary>
/// <param name="authorities">The authorities' certificates.</param>
/// <param name="revocations">Their revocation lists; null if revocation is not looked at.</param>
internal sealed class CertificateRules(X509Certificate2[] authorities, IReadOnlyList<RevocationList>? revocations)
{
    private const string Chain = "issued by a configured authority";
    private const string Validity = "valid now";
    private const string Usage = "key usage allows signing";
    private const string Purpose = "extended key usage allows e-mail protection";
    private const string Revocation = "not revoked";
    private const string Key = "an RSA key";

    private const X509KeyUsageFlags Signing = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation;

    /// <summary>All rules, and until when what they say holds if they are all kept.</summary>
    public (IReadOnlyList<RuleOutcome> Outcomes, DateTimeOffset Until) Examine(X509Certificate2 certificate, X509Certificate2Collection others, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        policy.ExtraStore.AddRange(others);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = now.LocalDateTime;
        chain.Build(certificate);
        var path = chain.ChainElements.Select(element => element.Certificate).ToArray();
        var (revocation, until) = Revoked(certificate, path, now);
        return ([InChain(chain, certificate), ValidNow(path, now), OfRsa(certificate), UsedForSigning(certificate), ForMessages(path), revocation],
            path.Select(link => new DateTimeOffset(link.NotAfter)).Append(until).Min());
    }

    private RuleOutcome InChain(X509Chain chain, X509Certificate2 certificate)
    {
        var wrong = chain.ChainStatus.Where(status => status.Status is not (X509ChainStatusFlags.NoError or X509ChainStatusFlags.NotTimeValid)).ToArray();
        return wrong is []
            ? RuleOutcome.Kept(Chain, string.Join(" <- ", chain.ChainElements.Select(element => element.Certificate.Subject)))
            : new RuleOutcome(
                Chain,
                CmsFault.UnknownAuthority,
                $"{certificate.Subject}, issued by {certificate.Issuer}: {string.Join(", ", wrong.Select(status => status.StatusInformation.Trim().TrimEnd('.')).Distinct())}; configured: {string.Join("; ", authorities.Select(authority => authority.Subject))}",
                "have one of the configured authorities issue the certificate, send the certificates in between along, or add its authority to cms-verify-ca");
    }

    private static RuleOutcome ValidNow(X509Certificate2[] path, DateTimeOffset now)
    {
        var late = path.FirstOrDefault(link => now < link.NotBefore || now > link.NotAfter);
        return late is null
            ? RuleOutcome.Kept(Validity, $"until {path.Min(link => link.NotAfter.ToUniversalTime()):yyyy-MM-dd HH:mm} UTC")
            : new RuleOutcome(
                Validity,
                CmsFault.NotValidNow,
                $"{late.Subject} is valid from {late.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} to {late.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC; now it is {now:yyyy-MM-dd HH:mm}",
                "issue another one, or set the clock");
    }

    private static RuleOutcome OfRsa(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPublicKey();
        return key is not null
            ? RuleOutcome.Kept(Key, $"{key.KeySize} bits")
            : new RuleOutcome(Key, CmsFault.Algorithm, $"the key of {certificate.Subject} is none", "make one with: ccctl keys user NAME --ca CA");
    }

    private static RuleOutcome UsedForSigning(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is not { KeyUsages: var usages } ? RuleOutcome.Kept(Usage, "it names none, and so allows any")
        : (usages & Signing) != 0 ? RuleOutcome.Kept(Usage, $"{usages}")
        : new RuleOutcome(Usage, CmsFault.WrongPurpose, $"{certificate.Subject} is for {usages}", "issue one with digitalSignature or nonRepudiation");

    private static RuleOutcome ForMessages(X509Certificate2[] path)
    {
        foreach (var link in path)
        {
            var usages = link.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>()).ToArray();
            if (usages is not [] && usages.All(usage => usage.Value != Oids.EmailProtection))
            {
                return new RuleOutcome(
                    Purpose, CmsFault.WrongPurpose, $"{link.Subject} is for {string.Join(", ", usages.Select(usage => usage.FriendlyName ?? usage.Value))} only", "issue one with emailProtection, or without extendedKeyUsage");
            }
        }

        return RuleOutcome.Kept(Purpose, "it does, or names none");
    }

    private (RuleOutcome Outcome, DateTimeOffset Until) Revoked(X509Certificate2 certificate, X509Certificate2[] path, DateTimeOffset now)
    {
        if (revocations is null)
        {
            return (RuleOutcome.Kept(Revocation, "no revocation list is configured"), DateTimeOffset.MaxValue);
        }

        var issuer = path.Length > 1 ? path[1] : certificate;
        if (revocations.Where(list => list.IsOf(issuer)).MaxBy(list => list.ThisUpdate) is not { } newest)
        {
            return (Refused($"there is no revocation list of {issuer.Subject}", "add it to the file of cms-crl; make it with: ccctl keys crl CA"), now);
        }

        return newest.NextUpdate < now ? (Refused($"the revocation list of {issuer.Subject} was good until {newest.NextUpdate:yyyy-MM-dd HH:mm} UTC", "make another one with: ccctl keys crl CA"), now)
            : newest.Has(certificate) ? (Refused($"{certificate.Subject}, number {certificate.SerialNumber}, is revoked", "make another certificate, with another key"), now)
            : (RuleOutcome.Kept(Revocation, $"by the list of {newest.ThisUpdate:yyyy-MM-dd HH:mm} UTC"), newest.NextUpdate ?? DateTimeOffset.MaxValue);
    }

    private static RuleOutcome Refused(string detail, string next) => new(Revocation, CmsFault.Revoked, detail, next);
}
