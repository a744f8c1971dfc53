using System.Text;
using CC.Plugins.JobMgr.Bodies;
using CC.Sdk;
using CC.Supervision.Streams;

namespace CC.Plugins.JobMgr.Supervised;

/// <summary>Tells what the processes of a job write, in whole lines, as events: while somebody listens. One caller at a time.</summary>
internal sealed class OutputEvents(string job, IEvents events)
{
    /// <summary>What waits for its end is told without it when there is more.</summary>
    private const int LongestLine = 8 * 1024;

    /// <summary>As much as one event tells.</summary>
    private const int LargestText = 64 * 1024;

    private readonly string name = $"output.{job}";
    private readonly Dictionary<(int Pid, string Label), List<byte>> unfinished = [];
    private volatile bool wereUnheard;

    /// <summary>Whether somebody listens, so that there is anything to tell.</summary>
    public bool AreHeard()
    {
        var areHeard = events.IsHeard(name);
        wereUnheard |= !areHeard;
        return areHeard;
    }

    /// <summary>Tells a chunk, the next that came while somebody listened.</summary>
    public void Tell(OutputChunk chunk)
    {
        if (wereUnheard)
        {
            wereUnheard = false;
            unfinished.Clear(); // its rest went untold
        }

        if (chunk.Data.IsEmpty)
        {
            Finish(chunk);
        }

        for (var octets = chunk.Data.Span; !octets.IsEmpty;)
        {
            var part = octets[..Math.Min(octets.Length, LargestText)];
            Tell(chunk, part);
            octets = octets[part.Length..];
        }
    }

    /// <summary>Nothing more comes from there: what was no whole line is one.</summary>
    private void Finish(OutputChunk chunk)
    {
        if (unfinished.Remove((chunk.Pid, chunk.Label), out var begun) && begun.Count > 0)
        {
            Publish(chunk, Encoding.UTF8.GetString([.. begun]));
        }
    }

    private void Tell(OutputChunk chunk, ReadOnlySpan<byte> octets)
    {
        var key = (chunk.Pid, chunk.Label);
        if (!unfinished.TryGetValue(key, out var begun))
        {
            unfinished[key] = begun = [];
        }

        var end = octets.LastIndexOf((byte)'\n') + 1;
        if (end > 0)
        {
            Publish(chunk, Encoding.UTF8.GetString([.. begun, .. octets[..end]]));
            begun.Clear();
        }

        begun.AddRange(octets[end..]);
        if (begun.Count > LongestLine)
        {
            Publish(chunk, Encoding.UTF8.GetString([.. begun]));
            begun.Clear();
        }
    }

    private void Publish(OutputChunk chunk, string text) =>
        events.Publish(name, new OutputText(chunk.Name, chunk.Pid, chunk.Label, text), JobJson.Default.OutputText);
}
