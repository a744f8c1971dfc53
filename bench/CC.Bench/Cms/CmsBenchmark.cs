using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CC.Bench.Load;
using CC.Cms;

namespace CC.Bench.Cms;

/// <summary>Signing and verifying whole messages' bodies, by processor time, beside what openssl gives one core for the RSA operation alone, and beside the framework's SignedCms.</summary>
internal static class CmsBenchmark
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(0.5);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"req\": \"echo.request\", \"target\": \"tcp://127.0.0.1:22632\", \"time\": 1767225600.25, \"hostname\": \"host\", \"blob_hash\": \"\"}");

    public static Task RunAsync(int rounds)
    {
        using var folder = new TemporaryConfiguration();
        var certificate = SomeKeys.Write(folder.Folder);
        var store = new KeyStore(folder.Folder);
        var signer = ContentSigner.Open(store, "user", CmsDigest.Sha256, TimeProvider.System);
        var verifier = SignatureVerifier.Open(store, ["ca"], "", TimeProvider.System);
        var signature = signer.SignDetached(Body);
        using var key = certificate.GetRSAPrivateKey()!;
        using var open = certificate.GetRSAPublicKey()!;
        var hash = SHA256.HashData(Body);
        var bare = key.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        var measured = Enumerable.Range(0, rounds).Select(_ =>
        {
            var peer = OpenSslSpeed.Measure();
            return (
                PeerSign: peer.Sign, PeerVerify: peer.Verify,
                Sign: Rate(() => signer.SignDetached(Body)), Verify: Rate(() => verifier.VerifyDetached(signature, Body)),
                BareSign: Rate(() => key.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
                BareVerify: Rate(() => open.VerifyHash(hash, bare, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
                FrameworkSign: Rate(() => FrameworkSign(certificate)), FrameworkVerify: Rate(() => FrameworkVerify(signature)));
        }).ToArray();

        Console.WriteLine($"{"by one core",-34} {"sign/s",8} {"verify/s",9}   medians of {rounds} rounds, RSA-2048, SHA-256, a body of {Body.Length} octets");
        Print("openssl speed, RSA alone", measured.Select(round => (round.PeerSign, round.PeerVerify)));
        Print(".NET's RSA alone", measured.Select(round => (round.BareSign, round.BareVerify)));
        Print("CC, whole signatures", measured.Select(round => (round.Sign, round.Verify)));
        Print("SignedCms, without the chain", measured.Select(round => (round.FrameworkSign, round.FrameworkVerify)));
        Goal.AtLeast("signing, CC to openssl speed", Median.Of(measured.Select(round => round.Sign / round.PeerSign)), 0.9);
        Goal.AtLeast("verifying, CC to openssl speed", Median.Of(measured.Select(round => round.Verify / round.PeerVerify)), 0.9);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Others may use the core meanwhile: what counts is the time that this process has had, as openssl counts it, and the best of several slices, since neighbours
    /// can only slow it down. The first ones are for the compiler.
    /// </summary>
    private static double Rate(Action operation) => Enumerable.Range(0, 2 + OpenSslSpeed.Attempts).Select(_ => RateOfSlice(operation)).Max();

    private static double RateOfSlice(Action operation)
    {
        var began = Environment.CpuUsage.UserTime;
        var count = 0;
        while (Environment.CpuUsage.UserTime - began < Slice)
        {
            for (var i = 0; i < 100; i++, count++)
            {
                operation();
            }
        }

        return count / (Environment.CpuUsage.UserTime - began).TotalSeconds;
    }

    private static byte[] FrameworkSign(X509Certificate2 certificate)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate) { IncludeOption = X509IncludeOption.EndCertOnly };
        signer.SignedAttributes.Add(new Pkcs9SigningTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        var signed = new SignedCms(new ContentInfo(Body), detached: true);
        signed.ComputeSignature(signer);
        return signed.Encode();
    }

    private static void FrameworkVerify(byte[] signature)
    {
        var signed = new SignedCms(new ContentInfo(Body), detached: true);
        signed.Decode(signature);
        signed.CheckSignature(verifySignatureOnly: true);
    }

    private static void Print(string what, IEnumerable<(double Sign, double Verify)> rates)
    {
        var all = rates.ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-34} {Median.Of(all.Select(rate => rate.Sign)),8:0} {Median.Of(all.Select(rate => rate.Verify)),9:0}"));
    }
}
