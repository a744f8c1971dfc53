using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace CC.Server.Lifetime;

/// <summary>Tells systemd how far the service is (sd_notify: datagrams to the socket that NOTIFY_SOCKET names). Silent without systemd.</summary>
internal static class ServiceManager
{
    public static void Ready() => Notify("READY=1");

    public static void Stopping() => Notify("STOPPING=1");

    public static void Reloading() => Notify($"RELOADING=1\nMONOTONIC_USEC={(long)Stopwatch.GetElapsedTime(0).TotalMicroseconds}");

    private static void Notify(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } address)
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address));
            socket.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            // Whoever started this process does not listen there; that is no reason not to run.
        }
    }
}
