using System.Net;
using System.Net.Sockets;

namespace CC.Bench.Load;

/// <summary>A port of the loopback that is free now, for peers that can't say which one they chose.</summary>
internal static class FreePort
{
    public static string Endpoint() => $"tcp://127.0.0.1:{Number()}";

    public static int Number()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
