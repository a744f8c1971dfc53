using System.Text;

namespace CC.Server.Isolation;

/// <summary>
/// The input that a component's process gets from its node: one line that says what to do, and then its end, which says to stop. The end comes
/// whatever becomes of the node, kill -9 included. Watched by a thread of its own, since a component may hold all others.
/// </summary>
internal sealed class Lifeline
{
    /// <summary>The node comes first in ending a process that does not end.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<string?> firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action endAtOnce;
    private long graceTicks = Courtesy.Ticks;

    /// <param name="input">The input.</param>
    /// <param name="endAtOnce">Ends the process; called when it still runs long after the end of the input.</param>
    public Lifeline(Stream input, Action endAtOnce)
    {
        this.endAtOnce = endAtOnce;
        new Thread(() => Watch(input)) { IsBackground = true, Name = nameof(Lifeline) }.Start();
    }

    /// <summary>Completes when the input has ended.</summary>
    public Task WhenCutAsync() => cut.Task;

    /// <summary>The first line; null if there is none.</summary>
    public Task<string?> FirstLineAsync() => firstLine.Task;

    /// <summary>Says how long the process may take from the end of the input to its own.</summary>
    public void Allow(TimeSpan time) => Interlocked.Exchange(ref graceTicks, (time + Courtesy).Ticks);

    private void Watch(Stream input)
    {
        using var reader = new StreamReader(input, Encoding.UTF8);
        firstLine.SetResult(reader.ReadLine());
        while (reader.Read() >= 0)
        {
            // Whatever else comes means nothing yet.
        }

        cut.SetResult();
        using var never = new ManualResetEventSlim();
        never.Wait(TimeSpan.FromTicks(Interlocked.Read(ref graceTicks)));
        endAtOnce();
    }
}
