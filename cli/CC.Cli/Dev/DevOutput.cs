using System.Text;
using System.Text.Json.Nodes;
using CC.Cli.Jobs;
using CC.Cli.Output;
using CC.Supervision.Jobs;
using CC.Supervision.Streams;

namespace CC.Cli.Dev;

/// <summary>Prints what processes write, in whole lines. From several threads, one at a time.</summary>
/// <param name="terminal">Where.</param>
/// <param name="asJson">Whether as an object a line.</param>
/// <param name="time">The clock.</param>
/// <param name="closed">Called when nobody reads it any more.</param>
internal sealed class DevOutput(Terminal terminal, bool asJson, TimeProvider time, Action closed)
{
    private readonly Lock gate = new();
    private readonly OutputLine lines = new(terminal);
    private readonly Dictionary<(int Pid, string Label), (string Job, List<byte> Begun)> unfinished = [];

    /// <summary>Has the lines of all these jobs begin at one place, as long as their processes have numbers of one digit.</summary>
    public void MakeRoom(IEnumerable<string> jobs) => lines.MakeRoom(jobs.Max(job => job.Length + ".1".Length));

    /// <summary>A process has written something.</summary>
    public void Take(OutputChunk chunk)
    {
        lock (gate)
        {
            if (!unfinished.TryGetValue((chunk.Pid, chunk.Label), out var stream))
            {
                unfinished[(chunk.Pid, chunk.Label)] = stream = (JobName.Parse(chunk.Name).Job, []);
            }

            var octets = chunk.Data.Span;
            var end = octets.LastIndexOf((byte)'\n') + 1;
            if (end > 0)
            {
                Print(stream.Job, chunk.Pid, chunk.Label, [.. stream.Begun, .. octets[..end]]);
                stream.Begun.Clear();
            }

            stream.Begun.AddRange(octets[end..]);
        }
    }

    /// <summary>A process has ended: what it has begun to write comes without a line's end.</summary>
    public void Finish(int pid)
    {
        lock (gate)
        {
            foreach (var (key, (job, begun)) in unfinished.Where(stream => stream.Key.Pid == pid).ToArray())
            {
                unfinished.Remove(key);
                if (begun.Count > 0)
                {
                    Print(job, key.Pid, key.Label, [.. begun]);
                }
            }
        }
    }

    /// <summary>Tells people of something that is no output.</summary>
    public void Tell(string what)
    {
        lock (gate)
        {
            terminal.Tell(what);
        }
    }

    private void Print(string job, int pid, string label, byte[] octets)
    {
        var text = Encoding.UTF8.GetString(octets);
        try
        {
            terminal.WriteLine(asJson
                ? new JsonObject { ["name"] = job, ["pid"] = pid, ["label"] = label, ["text"] = text }.ToJsonString()
                : lines.Format(time.GetUtcNow(), job, pid, text.TrimEnd('\n')));
        }
        catch (Exception gone) when (gone is OutputClosedException or OutputFailedException)
        {
            closed();
        }
    }
}
