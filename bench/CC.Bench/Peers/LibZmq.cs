using System.Runtime.InteropServices;

namespace CC.Bench.Peers;

/// <summary>The few functions of libzmq that a peer needs, called directly.</summary>
internal static partial class LibZmq
{
    public const int Dealer = 5;
    public const int Router = 6;
    public const int SendMore = 2;

    private const string Library = "libzmq.so.5";
    private const int Linger = 17;
    private const int SendHighWaterMark = 23;
    private const int ReceiveMore = 13;

    public static bool IsInstalled => NativeLibrary.TryLoad(Library, out _);

    public static nint Open(nint context, int type)
    {
        var socket = Socket(context, type);
        var (forever, many) = (-1, 10_000);
        _ = SetOption(socket, Linger, ref forever, sizeof(int));
        _ = SetOption(socket, SendHighWaterMark, ref many, sizeof(int));
        return socket;
    }

    public static bool HasMore(nint socket)
    {
        nuint size = sizeof(int);
        _ = GetOption(socket, ReceiveMore, out var more, ref size);
        return more != 0;
    }

    [LibraryImport(Library, EntryPoint = "zmq_ctx_new")]
    public static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "zmq_ctx_term")]
    public static partial int EndContext(nint context);

    [LibraryImport(Library, EntryPoint = "zmq_bind", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Bind(nint socket, string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_connect", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Connect(nint socket, string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_close")]
    public static partial int Close(nint socket);

    [LibraryImport(Library, EntryPoint = "zmq_send")]
    public static partial int Send(nint socket, ReadOnlySpan<byte> frame, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_recv")]
    public static partial int Receive(nint socket, Span<byte> frame, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_socket")]
    private static partial nint Socket(nint context, int type);

    [LibraryImport(Library, EntryPoint = "zmq_setsockopt")]
    private static partial int SetOption(nint socket, int option, ref int value, nuint length);

    [LibraryImport(Library, EntryPoint = "zmq_getsockopt")]
    private static partial int GetOption(nint socket, int option, out int value, ref nuint length);
}
