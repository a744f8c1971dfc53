using System.CommandLine;
using CC.Cli.Nodes;
using CC.Cli.Output;
using CC.Cli.Tasks;
using CC.Client.Security;
using CC.Sdk;

namespace CC.Cli.CommandLine;

/// <summary>One run of a command: what was asked for, and where the result goes.</summary>
internal sealed class Call(ParseResult parsed, CommonOptions common, Terminal terminal, Func<string, string?> environment, ICollection<IAsyncDisposable> left)
{
    /// <summary>How long a node may take to answer what it knows.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private NodeLink? node;

    public Terminal Terminal => terminal;

    public bool Json => parsed.GetValue(common.Json);

    /// <summary>The limit that was given, if one was.</summary>
    public TimeSpan? GivenLimit => parsed.GetValue(common.Timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public TimeSpan Limit => GivenLimit ?? Patience;

    public T Value<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    public T Value<T>(Option<T> option) => parsed.GetValue(option)!;

    /// <summary>Finds out which node is meant.</summary>
    /// <exception cref="CommandFailure">None that there can be.</exception>
    public string Endpoint() => NodeEndpoint.Choose(parsed.GetValue(common.Endpoint), parsed.GetValue(common.Config), environment);

    /// <summary>Finds out which node leads to the task router: a configuration may be one of the task client of CC 0.8.7 instead.</summary>
    /// <exception cref="CommandFailure">None that there can be.</exception>
    public string EndpointForTasks() => NodeEndpoint.Choose(parsed.GetValue(common.Endpoint), parsed.GetValue(common.Config), environment, forTasks: true);

    /// <summary>The folder of keys and certificates.</summary>
    public string Keystore => parsed.GetValue(common.Keystore) ?? "";

    /// <summary>The authorities that are given.</summary>
    public string[] VerifyCa => parsed.GetValue(common.VerifyCa) ?? [];

    public string? Environment(string variable) => environment(variable);

    /// <summary>What the command line has messages signed and verified with; null for nothing.</summary>
    /// <exception cref="CommandFailure">A key or certificate can't be used.</exception>
    public MessageSecurity? Security() => Security(new CmsOptions());

    /// <summary>What messages are signed and verified with; null for nothing.</summary>
    /// <param name="configured">What a configuration says of it; the command line has precedence.</param>
    /// <exception cref="CommandFailure">A key or certificate can't be used.</exception>
    private MessageSecurity? Security(CmsOptions configured)
    {
        var options = configured with
        {
            CmsKeystore = parsed.GetValue(common.Keystore) ?? configured.CmsKeystore,
            CmsSign = parsed.GetValue(common.Sign) ?? configured.CmsSign,
            CmsVerifyCa = VerifyCa is [] ? configured.CmsVerifyCa : VerifyCa,
        };
        if (!options.AreInUse)
        {
            return null;
        }

        try
        {
            return MessageSecurity.Open(options, TimeProvider.System);
        }
        catch (OptionsException unusable)
        {
            throw new CommandFailure(ExitCode.Usage, string.Join("; ", unusable.Errors.Select(error => $"{error.Option.Replace("cms-", "--")}: {error.Rule}")));
        }
    }

    /// <summary>Links to the node that is meant, once. The link is left to whoever runs the command.</summary>
    /// <exception cref="CommandFailure">None that there can be.</exception>
    public NodeLink Connect() => node ??= Link(Endpoint());

    /// <summary>Links to a node that an option of the command names. The link is left to whoever runs the command.</summary>
    /// <exception cref="CommandFailure">It names none that there can be.</exception>
    public NodeLink Connect(string endpoint, string option) => Link(NodeEndpoint.Require(endpoint, option));

    private NodeLink Link(string endpoint)
    {
        var link = new NodeLink(endpoint, Security());
        left.Add(link);
        return link;
    }

    /// <summary>Links to the task router that is meant, as a configuration of the task client of CC 0.8.7 says, if one is given. The link is left to whoever runs the command.</summary>
    /// <exception cref="CommandFailure">None that there can be.</exception>
    public TaskLink ConnectForTasks()
    {
        var endpoint = EndpointForTasks();
        var configured = parsed.GetValue(common.Config) is { } path ? GivenConfiguration.SecurityOfTaskClient(path) : new CmsOptions();
        var link = new TaskLink(endpoint, Security(configured), terminal.Tell);
        left.Add(link);
        return link;
    }
}
