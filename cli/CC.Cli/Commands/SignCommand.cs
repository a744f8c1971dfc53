using System.CommandLine;
using CC.Cli.CommandLine;
using CC.Cli.Signing;

namespace CC.Cli.Commands;

/// <summary>Signs the files of plugins; asks no node.</summary>
internal static class SignCommand
{
    public static Command Create(Runner runner)
    {
        var files = new Argument<string[]>("FILE") { Description = "what to sign: a plugin's assemblies", Arity = ArgumentArity.OneOrMore }.NotEmpty();
        var key = new Option<string>("--key") { Description = $"the private key, PEM; the environment variable {Signer.PassphraseVariable} has its passphrase, if it needs one", HelpName = "KEY", Required = true }.NotEmpty();
        var certificate = new Option<string>("--cert") { Description = "its certificate, PEM", HelpName = "CERT", Required = true }.NotEmpty();
        var chain = new Option<string?>("--chain") { Description = "certificates between that one and the authority's, PEM, to put into the signatures", HelpName = "CHAIN" }.NotEmpty();
        return runner.Command("sign", "signs files: writes a detached CMS signature FILE.p7s beside each; needs no node", [files, key, certificate, chain], call =>
        {
            using var signer = Signer.Open(call.Value(certificate), call.Value(key), call.Value(chain), call.Environment(Signer.PassphraseVariable), TimeProvider.System.GetUtcNow());
            Sign(call, signer, call.Value(files));
            return Task.FromResult(ExitCode.Ok);
        });
    }

    private static void Sign(Call call, Signer signer, string[] files)
    {
        var signed = new List<SignedFile>();
        try
        {
            foreach (var file in files)
            {
                signed.Add(signer.Sign(file));
                if (!call.Json)
                {
                    call.Terminal.WriteLine($"{signed[^1].Signature}: signed by {signed[^1].Signer}");
                }
            }
        }
        catch (CommandFailure failure) when (signed.Count > 0)
        {
            throw new CommandFailure(failure.Code, $"{failure.Message}; signed before that: {string.Join(", ", signed.Select(one => one.File))}", Answer(failure, signed));
        }

        if (call.Json)
        {
            call.Terminal.WriteLine(CliJson.Write([.. signed], CliJson.Default.SignedFileArray));
        }
    }

    /// <summary>The error, and what is done all the same.</summary>
    private static string Answer(CommandFailure failure, IEnumerable<SignedFile> signed) =>
        CliJson.Write(new SigningFailure("error", ExitCodes.NameOf(failure.Code), failure.Message, [.. signed]), CliJson.Default.SigningFailure);
}
