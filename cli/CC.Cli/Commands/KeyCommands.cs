using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CC.Cli.CommandLine;
using CC.Cli.Keys;
using CC.Cli.Output;
using CC.Cms;

namespace CC.Cli.Commands;

/// <summary>Makes keys and certificates for signed messages, and says why one is refused; asks no node.</summary>
internal static class KeyCommands
{
    private const int LeastBits = 2048;

    public static Command All(Runner runner) => new("keys", "makes keys and certificates for signed messages; needs no node")
    {
        Authority(runner),
        Holder(runner, "server", "makes the key and certificate of a node"),
        Holder(runner, "user", "makes the key and certificate of a person or a program"),
        List(runner),
        Explain(runner),
        Revoke(runner),
        RevocationList(runner),
    };

    private static Command Authority(Runner runner)
    {
        var (name, subject, days, bits, force) = (Name(), Subject(), Days(3650), Bits(), Force());
        return runner.Command("ca", "makes an authority, whose certificate nodes verify signatures by; keep its key off the nodes", [name, subject, days, bits, force], call =>
            Task.FromResult(Make(call, call.Value(name), call.Value(subject), call.Value(bits), call.Value(force), (key, whose) =>
                CertificateIssuer.Authority(whose, key, TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(call.Value(days))))));
    }

    private static Command Holder(Runner runner, string kind, string description)
    {
        var (name, subject, days, bits, force) = (Name(), Subject(), Days(730), Bits(), Force());
        var ca = new Option<string>("--ca") { Description = "the authority that issues the certificate, in the keystore with its key", HelpName = "CA", Required = true }.NotEmpty();
        var email = new Option<string?>("--email") { Description = "an e-mail address to put in", HelpName = "ADDRESS" }.NotEmpty();
        return runner.Command(kind, description, [name, ca, subject, email, days, bits, force], call =>
        {
            using var authority = new KeyFolder(call.Keystore).Authority("--ca", call.Value(ca), TimeProvider.System.GetUtcNow());
            return Task.FromResult(Make(call, call.Value(name), call.Value(subject), call.Value(bits), call.Value(force), (key, whose) =>
                CertificateIssuer.Issue(authority, whose, key, call.Value(email) ?? "", TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(call.Value(days)))));
        });
    }

    private static ExitCode Make(Call call, string name, string? subject, int bits, bool force, Func<RSA, X500DistinguishedName, X509Certificate2> make)
    {
        var folder = new KeyFolder(call.Keystore);
        folder.RequireFree(name, force);
        using var key = RSA.Create(bits);
        using var certificate = Try(subject ?? name, () => make(key, subject is null ? CommonName(name) : new X500DistinguishedName(subject)));
        folder.Write(name, certificate, key);
        var made = KeyListing.Describe(folder.Store, name, TimeProvider.System.GetUtcNow());
        call.Terminal.WriteLine(call.Json ? CliJson.Write(made, CliJson.Default.KeyDescription) : $"{made.Certificate}: {made.Subject}, valid until {made.NotAfter:yyyy-MM-dd}\n{made.Key}: its private key");
        return ExitCode.Ok;
    }

    private static Command List(Runner runner) => runner.Command("list", "lists the certificates of the keystore", [], call =>
    {
        var keys = KeyListing.Of(new KeyStore(call.Keystore), TimeProvider.System.GetUtcNow());
        if (call.Json)
        {
            call.Terminal.WriteLine(CliJson.Write(keys, CliJson.Default.KeyDescriptionArray));
            return Task.FromResult(ExitCode.Ok);
        }

        var listing = new Listing(new Column("NAME"), new Column("KIND"), new Column("KEY"), new Column("UNTIL"), new Column("SUBJECT", Shorten.End), new Column("PROBLEM", Shorten.End));
        foreach (var key in keys)
        {
            listing.Add(key.Name, key.Kind, key.Key.Length > 0 ? "yes" : "no", $"{key.NotAfter:yyyy-MM-dd}", key.Subject, key.Problem);
        }

        listing.Write(call.Terminal);
        return Task.FromResult(ExitCode.Ok);
    });

    private static Command Explain(Runner runner)
    {
        var what = new Argument<string>("WHAT") { Description = "a name in the keystore, or a file: a certificate, or a signature as it came in a message, DER" }.NotEmpty();
        var content = new Option<string?>("--content") { Description = "the body that the signature is of, as it came in the message", HelpName = "FILE" }.NotEmpty();
        var crl = new Option<string?>("--crl") { Description = "revocation lists, as cms-crl names them", HelpName = "FILE" }.NotEmpty();
        return runner.Command("explain", "says, rule by rule, why a certificate or a signature is taken or refused; --verify-ca names the authorities", [what, content, crl], call =>
        {
            if (call.VerifyCa is [])
            {
                throw new CommandFailure(ExitCode.Usage, "--verify-ca: is missing; name the authorities that the node has in cms-verify-ca");
            }

            var store = new KeyStore(call.Keystore);
            var verifier = Try("--verify-ca", () => SignatureVerifier.Open(store, call.VerifyCa, call.Value(crl) ?? "", TimeProvider.System));
            var explanation = ExplainedFile.Explain(store, verifier, call.Value(what), call.Value(content));
            call.Terminal.WriteLine(call.Json ? CliJson.Write(explanation, CliJson.Default.Explanation) : string.Join('\n', explanation.Rules.Select(Line)));
            return Task.FromResult(explanation.Accepted ? ExitCode.Ok : ExitCode.Failed);
        });
    }

    private static string Line(ExplainedRule rule) => $"{(rule.Passed ? "pass" : "FAIL")}  {CellText.Clean(rule.Rule)}: {CellText.Clean(rule.Detail)}{(rule.Passed ? "" : $"\n      next: {rule.NextStep}")}";

    private static Command Revoke(Runner runner)
    {
        var (name, days) = (Name(), Days(30));
        var ca = new Option<string>("--ca") { Description = "the authority that has issued it, in the keystore with its key", HelpName = "CA", Required = true }.NotEmpty();
        return runner.Command("revoke", "revokes a certificate: puts it into its authority's list, CA.crl", [name, ca, days], call =>
        {
            var certificate = Try("NAME", () => new KeyStore(call.Keystore).Certificate(call.Value(name)));
            return Task.FromResult(WriteList(call, call.Value(ca), [certificate], call.Value(days)));
        });
    }

    private static Command RevocationList(Runner runner)
    {
        var days = Days(30);
        var ca = new Argument<string>("CA") { Description = "the authority, in the keystore with its key" }.NotEmpty();
        return runner.Command("crl", "makes an authority's revocation list CA.crl anew, which is good for some time only", [ca, days], call =>
            Task.FromResult(WriteList(call, call.Value(ca), [], call.Value(days))));
    }

    private static ExitCode WriteList(Call call, string ca, X509Certificate2[] revoked, int days)
    {
        var folder = new KeyFolder(call.Keystore);
        var now = TimeProvider.System.GetUtcNow();
        using var authority = folder.Authority("--ca", ca, now);
        if (revoked.FirstOrDefault(certificate => certificate.Issuer != authority.Subject) is { } foreign)
        {
            throw new CommandFailure(ExitCode.Usage, $"--ca {ca}: has not issued the certificate of {foreign.Subject}; {foreign.Issuer} has");
        }

        var file = Path.Combine(folder.Store.Folder, $"{ca}.crl");
        var list = Try(file, () => CertificateIssuer.RevocationList(
            authority, File.Exists(file) ? File.ReadAllText(file) : null, revoked.Select(certificate => certificate.SerialNumber), now, TimeSpan.FromDays(days)));
        folder.WriteRevocations(file, list);
        var written = new RevocationFile(file, [.. revoked.Select(certificate => certificate.SerialNumber)], now.AddDays(days));
        call.Terminal.WriteLine(call.Json ? CliJson.Write(written, CliJson.Default.RevocationFile) : $"{file}: good until {written.NextUpdate:yyyy-MM-dd HH:mm} UTC; give it to the nodes as cms-crl");
        return ExitCode.Ok;
    }

    private static X500DistinguishedName CommonName(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        return builder.Build();
    }

    private static T Try<T>(string what, Func<T> attempt)
    {
        try
        {
            return attempt();
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or KeyStoreException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"{what}: {failure.Message.TrimEnd('.')}");
        }
    }

    private static Argument<string> Name() => new Argument<string>("NAME") { Description = "its name in the keystore: NAME.crt and private/NAME.key" }.NotEmpty();

    private static Option<string?> Subject() => new Option<string?>("--subject") { Description = "its subject, such as \"CN=node1, O=Example\"; CN=NAME unless given", HelpName = "TEXT" }.NotEmpty();

    private static Option<bool> Force() => new("--force") { Description = "replace what is there" };

    private static Option<int> Days(int usual) => InRange(new Option<int>("--days") { Description = $"for how many days it is good; {usual}", HelpName = "DAYS", DefaultValueFactory = _ => usual }, 1, 36500);

    private static Option<int> Bits() => InRange(new Option<int>("--bits") { Description = $"the size of its RSA key; {LeastBits}", HelpName = "BITS", DefaultValueFactory = _ => LeastBits }, LeastBits, 8192);

    private static Option<int> InRange(Option<int> option, int least, int most)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && (value < least || value > most))
            {
                result.AddError($"{option.Name} {value}: must be from {least} to {most}.");
            }
        });
        return option;
    }
}
