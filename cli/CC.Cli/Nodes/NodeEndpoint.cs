using CC.Sdk.Configuration;
using CC.Sdk.Options;

namespace CC.Cli.Nodes;

/// <summary>Which node is meant.</summary>
internal static class NodeEndpoint
{
    /// <summary>Where a node listens unless it is told otherwise.</summary>
    public const string Default = "tcp://127.0.0.1:22632";

    /// <summary>The environment variable that names a node.</summary>
    public const string Variable = "CC_ENDPOINT";

    private const string MainSection = "ccserver";

    /// <summary>The section, and its option, of the task client of CC 0.8.7.</summary>
    private const string TaskSection = "taskclient";

    /// <summary>What the command line says counts first, then the environment, then the default.</summary>
    /// <exception cref="CommandFailure">It is no endpoint that can be connected to.</exception>
    public static string Choose(string? endpoint, string? configuration, Func<string, string?> environment, bool forTasks = false)
    {
        var variable = environment(Variable);
        return (endpoint, configuration) switch
        {
            ({ } given, null) => Require(given, "--endpoint"),
            (null, { } file) => OfConfiguration(file, forTasks),
            (null, null) when !string.IsNullOrWhiteSpace(variable) => Require(variable.Trim(), Variable),
            (null, null) => Default,
            _ => throw Unusable($"--endpoint {endpoint} and --config {configuration} both name a node; give one of them"),
        };
    }

    /// <summary>What to connect to in order to reach a node that listens there; null if that can't be known.</summary>
    public static string? Reachable(string socket)
    {
        var port = socket.LastIndexOf(':') + 1;
        return socket switch
        {
            _ when socket.StartsWith("inproc://", StringComparison.Ordinal) => null,
            _ when !socket.StartsWith("tcp://", StringComparison.Ordinal) => socket,
            _ when socket[port..] is "*" or "0" => null,
            _ when socket.StartsWith("tcp://*:", StringComparison.Ordinal) || socket.StartsWith("tcp://0.0.0.0:", StringComparison.Ordinal) => $"tcp://127.0.0.1:{socket[port..]}",
            _ when socket.StartsWith("tcp://[::]:", StringComparison.Ordinal) => $"tcp://[::1]:{socket[port..]}",
            _ => socket,
        };
    }

    /// <summary>What to connect to for an endpoint that was given.</summary>
    /// <exception cref="CommandFailure">It is none that can be connected to.</exception>
    public static string Require(string endpoint, string source)
    {
        if (EndpointText.BrokenRule(endpoint) is { } rule)
        {
            throw Unusable($"{source} {endpoint}: {rule}");
        }

        return Reachable(endpoint) ?? throw Unusable($"{source} {endpoint}: can't be connected to; name the node's host and port, as in {Default}");
    }

    private static string OfConfiguration(string path, bool forTasks)
    {
        var errors = new List<OptionError>();
        var file = IniFile.Parse(Read(path), new IniLayout(path, MainSection, new Dictionary<string, string>(), (section, _, _) => Injected(section, path)), errors);
        var (name, option) = forTasks && file.Find(TaskSection) is not null ? (TaskSection, "cc") : (MainSection, "cc-socket");
        var section = file.Find(name) ?? throw Unusable($"--config {path}: has no section [{MainSection}], so it is no node's configuration");
        var value = section.Find(option)?.Value ?? "";
        var socket = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
            ?? throw Unusable($"--config {path}: [{name}] has no {option}; name the node with --endpoint");
        if (EndpointText.BrokenRule(socket) is { } rule)
        {
            throw Unusable($"--config {path}: [{name}] {option} = {value}: {rule}");
        }

        return Reachable(socket)
            ?? throw Unusable($"--config {path}: [{name}] {option} = {value}: says not where the node listens; see what it announced, and name that with --endpoint");
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"--config {path}: can't be read: {failure.Message.TrimEnd('.')}");
        }
    }

    /// <summary>What a node knows of itself without being told.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Injected(string section, string path) =>
    [
        new("job_name", Path.GetFileNameWithoutExtension(path).Replace("%", "%%")),
        new("service_name", section.Replace("%", "%%")),
        new("host_name", Environment.MachineName),
    ];

    private static CommandFailure Unusable(string message) => new(ExitCode.Usage, message);
}
