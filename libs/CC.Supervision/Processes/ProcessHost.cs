using CC.Supervision.Native;

namespace CC.Supervision.Processes;

/// <summary>
/// Starts processes and watches them, with two threads for all of them: one waits for ends, one reads and writes. Linux; elsewhere the constructor throws <see cref="PlatformNotSupportedException"/>.
/// </summary>
public sealed class ProcessHost : IDisposable
{
    private readonly EventLoop ends;
    private readonly EventLoop streams;
    private readonly Leftovers leftovers = new();

    /// <summary>Starts the two threads.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not Linux: processes are watched by pidfd_open(2).</exception>
    public ProcessHost()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Processes can be supervised on Linux only: it takes posix_spawn with sessions, and pidfd_open.");
        }

        ends = new EventLoop("process ends");
        streams = new EventLoop("process streams");
    }

    /// <summary>Starts a process.</summary>
    /// <param name="order">What to start.</param>
    /// <param name="received">Told of what it writes to the streams that are read; null if that is thrown away.</param>
    /// <exception cref="ProcessStartException">It can't be started; nothing runs.</exception>
    public ChildProcess Start(ProcessOrder order, Received? received = null)
    {
        var (program, words) = Find(order);
        using var set = Streams(order);
        try
        {
            var process = ChangedThread.IsNeededBy(order)
                ? ChangedThread.Run(order, () => Spawn.Start(program, words, order.Environment, order.WorkingDirectory, set.Targets))
                : Spawn.Start(program, words, order.Environment, order.WorkingDirectory, set.Targets);
            return new ChildProcess(process, order.MayLeaveOthers ? null : leftovers, ends, streams, set.Open(streams, received));
        }
        catch (ProcessStartException)
        {
            set.Abandon();
            throw;
        }
    }

    /// <summary>Watches a process that another has started; null if it has gone, also if its number is another's now.</summary>
    /// <param name="process">Its number.</param>
    /// <param name="started">When it was started, as <see cref="ChildProcess.Started"/> was.</param>
    public ChildProcess? Adopt(int process, long started)
    {
        if (PidFd.Open(process) is not { } descriptor)
        {
            return null;
        }

        if (ProcessStat.Of(process) is { HasEnded: false } stat && stat.Started == started)
        {
            return new ChildProcess(process, descriptor, started, ends, streams);
        }

        Descriptors.Close(descriptor);
        return null;
    }

    /// <summary>Stops watching. What runs goes on, and nobody hears of its end.</summary>
    public void Dispose()
    {
        ends.Dispose();
        leftovers.Dispose();
        streams.Dispose();
    }

    /// <summary>Looks whether there are the program and the folder of an order; starts nothing.</summary>
    /// <exception cref="ProcessStartException">There are not.</exception>
    internal static void Check(ProcessOrder order) => Find(order);

    private static (string Program, IReadOnlyList<string> Words) Find(ProcessOrder order)
    {
        if (order.WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            throw new ProcessStartException(StartFailure.NoWorkingDirectory, $"the working directory {folder} is not there; make it, or name another");
        }

        var words = Words(order);
        return (Programs.Find(words[0], order.WorkingDirectory), words);
    }

    /// <summary>Limits are set by a program on the way, since those of one thread are those of all.</summary>
    private static IReadOnlyList<string> Words(ProcessOrder order) => order.Limits.Count == 0
        ? [order.Program, .. order.Arguments]
        : ["prlimit", .. order.Limits.Select(limit => $"--{limit.Resource}={limit.Value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unlimited"}"), "--",
            Programs.Find(order.Program, order.WorkingDirectory), .. order.Arguments];

    private static StreamSet Streams(ProcessOrder order)
    {
        try
        {
            return new StreamSet(order);
        }
        catch (IOException failure)
        {
            throw new ProcessStartException(StartFailure.NoResources, $"{order.Program} can't be started: {failure.Message}");
        }
    }
}
