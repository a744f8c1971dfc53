using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CC.Bench.Jobs;

/// <summary>
/// Tells which processes have begun to run another program, and when, as the kernel notes it (linux/cn_proc.h): who waits for that takes no processor from those that are measured. Root only.
/// </summary>
internal sealed partial class ExecWatch : IDisposable
{
    private const int Netlink = 16;
    private const int Datagram = 2;
    private const int CloseOnExec = 0x80000;
    private const int Connector = 11;
    private const int Processes = 1;
    private const int Listen = 1;
    private const int Done = 3;
    private const int Exec = 2;
    private const int NetlinkHeader = 16;
    private const int ConnectorHeader = 20;
    private const int SocketLevel = 1;
    private const int ReceiveTimeout = 20;
    private const int TryAgain = 11;

    private readonly int descriptor;

    /// <summary>Listens from now on.</summary>
    /// <param name="patience">How long <see cref="Next"/> waits.</param>
    public ExecWatch(TimeSpan patience)
    {
        descriptor = Check(Open(Netlink, Datagram | CloseOnExec, Connector));
        Span<byte> address = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(address, Netlink);
        BinaryPrimitives.WriteInt32LittleEndian(address[8..], Processes);
        Check(Bind(descriptor, address, address.Length));
        Check(SetOption(descriptor, SocketLevel, ReceiveTimeout, [(long)patience.TotalSeconds, 0], 16));

        Span<byte> message = stackalloc byte[NetlinkHeader + ConnectorHeader + 4];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message[4..], Done);
        var body = message[NetlinkHeader..];
        BinaryPrimitives.WriteInt32LittleEndian(body, Processes);
        BinaryPrimitives.WriteInt32LittleEndian(body[4..], Processes);
        BinaryPrimitives.WriteUInt16LittleEndian(body[16..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(body[ConnectorHeader..], Listen);
        Check((int)Send(descriptor, message, message.Length, 0));
    }

    /// <summary>Waits for the next process that runs another program.</summary>
    /// <returns>The process, and when it began to, comparable to <see cref="Stopwatch.GetTimestamp"/>.</returns>
    /// <exception cref="TimeoutException">None has for too long.</exception>
    public (int Process, long Moment) Next()
    {
        Span<byte> message = stackalloc byte[1024];
        while (true)
        {
            var length = Check((int)Receive(descriptor, message, message.Length, 0));
            var told = message[..length][(NetlinkHeader + ConnectorHeader)..];
            if (BinaryPrimitives.ReadInt32LittleEndian(told) == Exec)
            {
                return (BinaryPrimitives.ReadInt32LittleEndian(told[20..]), BinaryPrimitives.ReadInt64LittleEndian(told[8..]));
            }
        }
    }

    public void Dispose() => _ = Close(descriptor);

    private static int Check(int result) => result >= 0 ? result
        : Marshal.GetLastPInvokeError() == TryAgain ? throw new TimeoutException("no process has begun to run another program")
        : throw new Win32Exception($"the kernel does not tell of processes, which takes root: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Open(int family, int kind, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(int descriptor, ReadOnlySpan<byte> address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int descriptor, int level, int option, ReadOnlySpan<long> value, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int descriptor, ReadOnlySpan<byte> message, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int descriptor, Span<byte> message, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
