using CC.Supervision.Native;

namespace CC.Supervision.Processes;

/// <summary>A process that was started here, or adopted. All members may be called from any thread.</summary>
public sealed class ChildProcess : IReady
{
    private const int StandardInput = 0;

    private readonly int descriptor;
    private readonly Leftovers? leftovers;
    private readonly bool isChild;
    private readonly EventLoop ends;
    private readonly EventLoop loop;
    private readonly IReadOnlyDictionary<int, ProcessStream> streams;
    private readonly TaskCompletionSource<ProcessExit> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly long key;
    private bool hasEnded;

    internal ChildProcess(int process, Leftovers? leftovers, EventLoop ends, EventLoop loop, IReadOnlyDictionary<int, ProcessStream> streams)
    {
        Id = process;
        (this.leftovers, this.ends, this.loop, this.streams) = (leftovers, ends, loop, streams);
        isChild = true;
        Started = ProcessStat.Of(process)?.Started ?? 0; // it is there, if only as a zombie, until it is collected here
        descriptor = PidFd.Open(process) ?? throw new ProcessStartException(StartFailure.NotSupported, "this system has no pidfd_open, which came with Linux 5.3");
        lock (gate) // since it may end before the key is known
        {
            key = ends.Watch(descriptor, this, Epoll.Readable);
        }
    }

    internal ChildProcess(int process, int descriptor, long started, EventLoop ends, EventLoop loop)
    {
        (Id, Started, this.descriptor, this.ends, this.loop) = (process, started, descriptor, ends, loop);
        streams = new Dictionary<int, ProcessStream>();
        lock (gate) // since it may end before the key is known
        {
            key = ends.Watch(descriptor, this, Epoll.Readable);
        }
    }

    /// <summary>The system's number of it, which is also its session's and its group's.</summary>
    public int Id { get; }

    /// <summary>When it was started: clock ticks since the machine was. With <see cref="Id"/> that names one process for as long as the machine runs.</summary>
    public long Started { get; }

    /// <summary>Completes when it has ended and all that it has written was given away.</summary>
    public Task<ProcessExit> Exited => exited.Task;

    /// <summary>Whether it has an input that can be written to.</summary>
    public bool HasInput => streams.ContainsKey(StandardInput);

    /// <summary>Sends a signal to the process alone; false if it has ended.</summary>
    public bool Signal(int signal)
    {
        lock (gate)
        {
            return !hasEnded && PidFd.Signal(descriptor, signal);
        }
    }

    /// <summary>Sends a signal to it and all that it has started; false if it has ended.</summary>
    public bool SignalTree(int signal)
    {
        lock (gate) // since afterwards its number may be another's
        {
            if (!hasEnded)
            {
                ProcessTree.Signal(Id, signal);
            }

            return !hasEnded;
        }
    }

    /// <summary>Writes to its input, or to a custom stream; completes when its pipe has it.</summary>
    /// <param name="octets">What to write.</param>
    /// <param name="stream">The descriptor, as the process has it.</param>
    /// <exception cref="IOException">It has no such stream, has closed it, has ended, or does not read what waits.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> octets, int stream = StandardInput) => Of(stream).WriteAsync(octets);

    /// <summary>Ends its input, or our side of a custom stream, once what waits is written: it reads the end.</summary>
    /// <exception cref="IOException">It has no such stream.</exception>
    public void EndInput(int stream = StandardInput) => Of(stream).EndInput();

    /// <summary>Closes our ends of its streams, even if others hold on to theirs: what they write from then on is an error for them.</summary>
    public void CloseStreams()
    {
        foreach (var stream in streams.Values)
        {
            stream.Close();
        }
    }

    void IReady.Ready(uint what)
    {
        if (Collect() is { } exit)
        {
            if (streams.Count == 0)
            {
                exited.TrySetResult(exit);
                return;
            }

            loop.Post(() =>
            {
                foreach (var stream in streams.Values)
                {
                    stream.Finish(mayGoOn: leftovers is null);
                }

                exited.TrySetResult(exit);
            });
        }
    }

    /// <summary>The first process of a container gets all those whose parents have ended as its children.</summary>
    private static bool IsFirstProcess => Environment.ProcessId == 1;

    private ProcessStream Of(int stream) => streams.TryGetValue(stream, out var found) ? found
        : throw new IOException(stream == StandardInput ? "stdin not redirected" : $"the process has no stream {stream}");

    private ProcessExit? Collect()
    {
        lock (gate)
        {
            if (isChild && !PidFd.HasEnded(descriptor))
            {
                return null;
            }

            if (leftovers is not null)
            {
                ProcessTree.KillGroup(Id);
                leftovers.Add(Id);
            }

            hasEnded = true;
            ends.Forget(descriptor, key);
            var exit = isChild || IsFirstProcess ? PidFd.Collect(descriptor) ?? ProcessExit.Unknown : ProcessExit.Unknown;
            Descriptors.Close(descriptor);
            return exit;
        }
    }
}
