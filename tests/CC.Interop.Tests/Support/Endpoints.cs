namespace CC.Interop.Tests.Support;

/// <summary>Endpoints that nobody else uses.</summary>
internal static class Endpoints
{
    private static int count;

    public static string New(string transport) => transport switch
    {
        "tcp" => "tcp://127.0.0.1:*",
        "ipc" => $"ipc://{NewPath()}",
        "abstract" => $"ipc://@cc-interop-{Environment.ProcessId}-{Interlocked.Increment(ref count)}",
        "inproc" => $"inproc://{Interlocked.Increment(ref count)}",
        _ => throw new ArgumentOutOfRangeException(nameof(transport), transport, null),
    };

    public static string NewPath() => Path.Combine(SocketFiles.Directory, $"{Interlocked.Increment(ref count)}.sock");
}
