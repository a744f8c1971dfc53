using CC.Sdk.Bodies;

namespace CC.Plugins.LogTail;

/// <summary>The contents on their way, oldest first; the last one may still grow, and the others are kept until the receiver has them.</summary>
internal sealed class FlowList(IEnumerable<Flow> flows) : IDisposable
{
    /// <summary>Contents sent whole to a receiver that does not answer, kept in case it does; and files kept open.</summary>
    private const int MaxKept = 100;

    private readonly List<Flow> flows = [.. flows];

    public Flow? Last => flows is [.., var last] ? last : null;

    /// <summary>The oldest one with something to send, or that may get something.</summary>
    public Flow? NextToSend => flows.Find(flow => !flow.IsSentWhole);

    public long OnItsWay => flows.Sum(flow => flow.OnItsWay);

    public void Add(Flow flow) => flows.Add(flow);

    public void Remove(Flow flow)
    {
        flows.Remove(flow);
        flow.Dispose();
    }

    /// <summary>Makes sure that a flow can be read; removes it, and returns false, if its file is gone.</summary>
    public bool TryOpen(Flow flow, LogFolder folder)
    {
        if (flow.File is null)
        {
            flow.Use(folder.OpenAgain(flow.Name, flow.Identity));
        }

        if (flow.File is null)
        {
            flows.Remove(flow);
        }

        return flow.File is not null;
    }

    /// <summary>Takes what the receiver says; false if it is about nothing that is on its way.</summary>
    public bool Take(FragmentAck ack)
    {
        if (Find(ack) is not { } flow || ack.Fpos < flow.Start || ack.Fpos > flow.Extent)
        {
            return false;
        }

        var goesBack = ack.Gap != 0 || ack.Fpos < flow.Acked;
        flow.MoveAcked(ack.Fpos);
        if (goesBack)
        {
            flow.Rewind();
        }

        Tidy(receiverIsMute: false);
        return true;
    }

    public void Rewind() => flows.ForEach(flow => flow.Rewind());

    public SavedPosition Save(bool receiverIsMute) => new([.. flows.Select(flow => SavedFlow.Of(flow, receiverIsMute))], receiverIsMute);

    /// <summary>Lets go of what the receiver has, and, for a receiver that does not answer, of what was sent long ago.</summary>
    public void Tidy(bool receiverIsMute)
    {
        foreach (var done in flows.Where(flow => flow.IsDone && flow != Last).ToArray())
        {
            Remove(done);
        }

        var sent = flows.Where(flow => flow.IsSentWhole && flow != Last).ToArray();
        foreach (var flow in sent.Take(sent.Length - MaxKept))
        {
            if (receiverIsMute)
            {
                Remove(flow);
            }
            else
            {
                flow.Use(null);
            }
        }
    }

    public void Dispose() => flows.ForEach(flow => flow.Dispose());

    /// <summary>A sender that lost its position does not know how often the file was cut short before; the receiver does.</summary>
    private Flow? Find(FragmentAck ack)
    {
        var ofFile = flows.Where(flow =>
            flow.Identity.Device == ack.StDev && flow.Identity.Inode == ack.StIno && flow.Name.Replace('\\', '/') == ack.Filename).ToArray();
        var exact = Array.Find(ofFile, flow => flow.Generation.ToString() == ack.Gen);
        if (exact is not null || Generation.Parse(ack.Gen) is not { } known)
        {
            return exact;
        }

        var behind = Array.Find(ofFile, flow => flow.Acked == flow.Start && flow.Generation.Birth == known.Birth && flow.Generation.Cuts < known.Cuts);
        if (behind is not null)
        {
            behind.Generation = known;
        }

        return behind;
    }
}
