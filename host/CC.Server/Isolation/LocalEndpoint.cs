namespace CC.Server.Isolation;

/// <summary>Finds the endpoint by which processes of the same machine reach a node.</summary>
internal static class LocalEndpoint
{
    /// <summary>The first one that leads from process to process, with the address that stands for all of them replaced; null if there is none.</summary>
    public static string? Of(IEnumerable<string> endpoints) =>
        endpoints.FirstOrDefault(endpoint => !endpoint.StartsWith("inproc://", StringComparison.Ordinal))
            ?.Replace("tcp://0.0.0.0:", "tcp://127.0.0.1:", StringComparison.Ordinal)
            .Replace("tcp://*:", "tcp://127.0.0.1:", StringComparison.Ordinal)
            .Replace("tcp://[::]:", "tcp://[::1]:", StringComparison.Ordinal);
}
