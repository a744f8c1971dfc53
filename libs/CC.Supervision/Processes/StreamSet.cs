using CC.Supervision.Native;

namespace CC.Supervision.Processes;

/// <summary>The pipes and sockets of a process that is about to start: its ends, which are closed here once it has them, and ours.</summary>
internal sealed class StreamSet : IDisposable
{
    private const int NullDevice = -1;

    private readonly List<int> theirs = [];
    private readonly List<(int Descriptor, int Number, bool IsRead)> ours = [];

    public StreamSet(ProcessOrder order)
    {
        try
        {
            Targets.Add(order.HasInput ? Input() : NullDevice);
            Targets.Add(order.Output == OutputPlan.None ? NullDevice : Output(1));
            Targets.Add(order.Output switch { OutputPlan.Both => Output(2), OutputPlan.Merged => Targets[1], _ => NullDevice });
            Targets.AddRange(Enumerable.Range(Targets.Count, order.CustomStreams).Select(Custom).ToArray());
            Targets.AddRange(order.Inherited);
        }
        catch (IOException)
        {
            ours.ForEach(end => Descriptors.Close(end.Descriptor));
            Dispose();
            throw;
        }
    }

    /// <summary>The process's descriptors, from 0 on; -1 is the null device.</summary>
    public List<int> Targets { get; } = [];

    /// <summary>Gives our ends to who reads and writes them.</summary>
    public IReadOnlyDictionary<int, ProcessStream> Open(EventLoop loop, Received? received) =>
        ours.ToDictionary(end => end.Number, end => new ProcessStream(loop, end.Descriptor, end.Number, end.IsRead ? received ?? Ignore : null));

    /// <summary>The process could not be started.</summary>
    public void Abandon() => ours.ForEach(end => Descriptors.Close(end.Descriptor));

    public void Dispose() => theirs.ForEach(Descriptors.Close);

    /// <summary>It is read all the same, or the process would wait for ever.</summary>
    private static Task Ignore(int stream, ReadOnlySpan<byte> octets) => Task.CompletedTask;

    private int Input()
    {
        var (read, write) = Descriptors.Pipe();
        theirs.Add(read);
        ours.Add((write, 0, IsRead: false));
        return read;
    }

    private int Output(int number)
    {
        var (read, write) = Descriptors.Pipe();
        Descriptors.Enlarge(read);
        theirs.Add(write);
        ours.Add((read, number, IsRead: true));
        return write;
    }

    private int Custom(int number)
    {
        var (mine, other) = Descriptors.SocketPair();
        theirs.Add(other);
        ours.Add((mine, number, IsRead: true));
        return other;
    }
}
