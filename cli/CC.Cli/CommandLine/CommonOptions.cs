using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CC.Cli.CommandLine;

/// <summary>The options that all commands have.</summary>
internal sealed class CommonOptions
{
    public Option<string?> Endpoint { get; } = new Option<string?>("--endpoint", "-e")
    {
        Description = "the node, such as tcp://127.0.0.1:22632, which is also the default; or the environment variable CC_ENDPOINT",
        HelpName = "URL",
        Recursive = true,
    }.NotEmpty();

    public Option<string?> Config { get; } = new Option<string?>("--config", "-c")
    {
        Description = "the node's own configuration, whose cc-socket is taken",
        HelpName = "INI",
        Recursive = true,
    }.NotEmpty();

    public Option<double?> Timeout { get; } = new("--timeout", "-t")
    {
        Description = "how long to wait for an answer, in seconds; 5, and 60 for changes of plugins",
        HelpName = "SECONDS",
        CustomParser = Seconds,
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "print JSON: what the node has answered, as it is",
        Recursive = true,
    };

    public Option<string?> Keystore { get; } = new Option<string?>("--keystore")
    {
        Description = "the folder of certificates, NAME.crt, and private keys, private/NAME.key; the current one unless given",
        HelpName = "DIR",
        Recursive = true,
    }.NotEmpty();

    public Option<string?> Sign { get; } = new Option<string?>("--sign")
    {
        Description = "sign what is sent with that key of the keystore",
        HelpName = "NAME",
        Recursive = true,
    }.NotEmpty();

    public Option<string[]> VerifyCa { get; } = new Option<string[]>("--verify-ca")
    {
        Description = "take only answers that are signed, by certificates of that authority in the keystore",
        HelpName = "CA",
        Recursive = true,
    }.NotEmpty();

    public void AddTo(Command command)
    {
        Option[] all = [Endpoint, Config, Timeout, Json, Keystore, Sign, VerifyCa];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
    }

    private static double? Seconds(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86400)
        {
            return seconds;
        }

        result.AddError($"--timeout {text}: is no number of seconds, more than 0 and at most 86400.");
        return null;
    }
}
