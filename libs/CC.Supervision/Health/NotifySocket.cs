using System.Net.Sockets;
using System.Text;

namespace CC.Supervision.Health;

/// <summary>Where a process says that it is ready: a socket of its own, whose path is in its environment (sd_notify(3)).</summary>
internal sealed class NotifySocket : IDisposable
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "NOTIFY_SOCKET";

    private const int LongestDatagram = 4096;

    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public NotifySocket()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"cc-notify-{Guid.NewGuid():N}");
        socket.Bind(new UnixDomainSocketEndPoint(Path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, (UnixFileMode)0b110_110_110); // The process may run as another user.
        }
    }

    public string Path { get; }

    /// <summary>Completes when the process says so.</summary>
    public async Task WhenReadyAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestDatagram];
        while (true) // ends with the process, by the token
        {
            var count = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (Encoding.UTF8.GetString(buffer, 0, count).Split('\n').Contains("READY=1"))
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        File.Delete(Path);
    }
}
