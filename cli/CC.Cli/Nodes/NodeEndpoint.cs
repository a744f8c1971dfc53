using CC.Sdk.Options;

namespace CC.Cli.Nodes;

/// <summary>Which node is meant.</summary>
internal static class NodeEndpoint
{
    /// <summary>Where a node listens unless it is told otherwise.</summary>
    public const string Default = "tcp://127.0.0.1:22632";

    /// <summary>The environment variable that names a node.</summary>
    public const string Variable = "CC_ENDPOINT";

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
        var file = GivenConfiguration.Read(path, []);
        var (name, option) = forTasks && file.Find(GivenConfiguration.TaskClient) is not null ? (GivenConfiguration.TaskClient, "cc") : (GivenConfiguration.Node, "cc-socket");
        var section = file.Find(name) ?? throw Unusable($"--config {path}: has no section [{GivenConfiguration.Node}], so it is no node's configuration");
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

    private static CommandFailure Unusable(string message) => new(ExitCode.Usage, message);
}
