using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CC.Programs;

/// <summary>
/// Runs a program to its end. It leads a session of its own, so that all that it starts, and does not move elsewhere itself, is ended with it (setsid(2), kill(2) with a negative number).
/// Linux; elsewhere what it has started is looked for in the table of processes.
/// </summary>
public static partial class ProgramRun
{
    private const int Terminate = 15;
    private const int KillAtOnce = 9;

    /// <summary>Others that hold on to a pipe, and have left the session, are not waited for longer.</summary>
    private static readonly TimeSpan ReadingLimit = TimeSpan.FromSeconds(2);

    /// <summary>Runs a program to its end; told to end, it gets SIGTERM, and SIGKILL if that is of no use. When this returns, nothing of its session runs any more.</summary>
    /// <param name="order">The program.</param>
    /// <param name="output">Reads its standard output to the end. If it throws, the program is told to end, and this throws the same.</param>
    /// <param name="error">The same for its standard error.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Tells it to end.</param>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The system does not let it be run.</exception>
    public static async Task<ProgramEnd> RunAsync(
        ProgramOrder order, Func<Stream, Task> output, Func<Stream, Task> error, TimeProvider time, CancellationToken cancellationToken)
    {
        using var process = Process.Start(HowToStart(order))!;
        using var unread = new CancellationTokenSource();
        var feeding = FeedAsync(process, order.Input);
        var reading = Task.WhenAll(
            ReadAsync(output, process.StandardOutput.BaseStream, unread),
            ReadAsync(error, process.StandardError.BaseStream, unread));
        var ended = process.WaitForExitAsync(CancellationToken.None);
        using var told = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, unread.Token);
        await ended.WaitAsync(told.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var wasTold = !ended.IsCompleted;
        if (wasTold)
        {
            Signal(process, Terminate);
            await ended.WaitAsync(order.Grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Signal(process, KillAtOnce); // What it has left behind goes as well.
        await ended.ConfigureAwait(false);
        await Task.WhenAll(reading, feeding).WaitAsync(ReadingLimit, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reading.IsFaulted)
        {
            await reading.ConfigureAwait(false);
        }

        return new ProgramEnd(process.ExitCode, wasTold);
    }

    private static ProcessStartInfo HowToStart(ProgramOrder order)
    {
        var file = ProgramFile.Find(order.Arguments[0])
            ?? throw new FileNotFoundException($"there is no program {order.Arguments[0]}, or it may not be run", order.Arguments[0]);
        string[] arguments = [.. order.Arguments.Skip(1)];
        var start = OperatingSystem.IsLinux() ? new ProcessStartInfo("setsid", ["--", file, .. arguments]) : new ProcessStartInfo(file, arguments);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var name in ServiceVariables.Names)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in order.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>A program need not read what it is given.</summary>
    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input)
    {
        try
        {
            var stream = process.StandardInput.BaseStream;
            await stream.WriteAsync(input).ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has closed it, or has ended.
        }
    }

    private static async Task ReadAsync(Func<Stream, Task> read, Stream stream, CancellationTokenSource unread)
    {
        try
        {
            await read(stream).ConfigureAwait(false);
        }
        catch
        {
            await unread.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void Signal(Process process, int signal)
    {
        if (OperatingSystem.IsLinux())
        {
            if (Send(-process.Id, signal) != 0 && !process.HasExited)
            {
                _ = Send(process.Id, signal); // It has not come to lead a session yet.
            }

            return;
        }

        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It has ended.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
