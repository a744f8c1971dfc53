using CC.Files;
using CC.Sdk.Bodies;

namespace CC.Plugins.LogTail;

/// <summary>The contents on their way, oldest first; the last one may still grow, and the others are kept until the receiver has them.</summary>
internal sealed class FlowList : IDisposable
{
    /// <summary>Contents that are dealt with at a time, and whose files are kept open; those between them and the newest ones are parked.</summary>
    public const int MaxKept = 100;

    /// <summary>More contents than this are not kept for a receiver that does not answer.</summary>
    private const int MaxParked = 100_000;

    /// <summary>Ended files that are looked after for a while, since who writes to them may not know yet that they have ended.</summary>
    private const int MaxLate = 4;

    /// <summary>A <see cref="FragmentAck.Gap"/>.</summary>
    private const int NothingStored = 2;

    /// <summary>For how long.</summary>
    public static readonly TimeSpan LateFor = TimeSpan.FromSeconds(60);

    private readonly List<Flow> flows;
    private readonly ParkedFlows parked = new();
    private readonly int maxParked;

    /// <summary>How many of the flows are older than the parked ones.</summary>
    private int front;

    public FlowList(IEnumerable<Flow> flows, bool receiverIsMute = false, int maxParked = MaxParked)
    {
        this.flows = [.. flows];
        this.maxParked = maxParked;
        Park(receiverIsMute);
    }

    /// <summary>Those that are dealt with now.</summary>
    public IReadOnlyList<Flow> All => flows;

    /// <summary>Those whose turn comes later, too.</summary>
    public IEnumerable<Flow> Whole => flows.Take(front).Concat(parked.All).Concat(flows.Skip(front));

    public int Parked => parked.Count;

    public Flow? Last => flows is [.., var last] ? last : null;

    public long OnItsWay => flows.Sum(flow => flow.OnItsWay);

    /// <summary>Contents that the receiver does not have whole.</summary>
    public int Undone => flows.Count(flow => !flow.IsDone);

    /// <summary>
    /// The oldest one with something to send, or that may get something. One of the same name as one that the receiver does not have whole has
    /// to wait for that, so that it can't overtake it; but not for a receiver that never answers.
    /// </summary>
    public Flow? NextToSend(bool mayOvertake) =>
        flows.Find(flow => !flow.IsSentWhole) is { } flow && (mayOvertake || !HasPredecessor(flow)) ? flow : null;

    /// <summary>Whether the receiver lacks something of an earlier content of the same name.</summary>
    public bool HasPredecessor(Flow flow) =>
        flows.TakeWhile(other => other != flow).Any(other => other.Name == flow.Name && !other.IsDone) || (IsBehindParked(flow) && parked.HasName(flow.Name));

    public void Add(Flow flow) => flows.Add(flow);

    public void Remove(Flow flow)
    {
        var at = flows.IndexOf(flow);
        flows.RemoveAt(at);
        front -= at < front ? 1 : 0;
        flow.Dispose();
    }

    /// <summary>Whether an answer is about a content's file.</summary>
    public static bool IsOf(Flow flow, FragmentAck ack) =>
        flow.Identity.Device == ack.StDev && flow.Identity.Inode == ack.StIno && flow.Name.Replace('\\', '/') == ack.Filename;

    /// <summary>Takes what the receiver says; false if it is about nothing that is on its way.</summary>
    public bool Take(FragmentAck ack, TimeSpan now)
    {
        var ofFile = flows.Where(flow => IsOf(flow, ack)).ToArray();
        var exact = Array.FindLast(ofFile, flow => flow.Generation.ToString() == ack.Gen);
        if (exact is not null && ack.Fpos >= 0 && ack.Fpos <= exact.Extent)
        {
            Take(exact, ack);
            foreach (var earlier in ofFile.TakeWhile(flow => flow != exact && ack.Gap != NothingStored).Where(flow => !flow.IsDone))
            {
                earlier.Skip(now); // The receiver begins a content only when it has those before it.
            }

            if (ack.Gap != NothingStored && IsBehindParked(exact) && parked.HasName(exact.Name))
            {
                parked.TakeAll(flow => IsOf(flow, ack));
            }

            return true;
        }

        return ack.Fpos >= 0 && ofFile is [.., var last] && Generation.Parse(ack.Gen) is { } known && TryFind(last, known, ack.Fpos);
    }

    public void Rewind() => flows.ForEach(flow => flow.Rewind());

    /// <summary>
    /// Lets go of what the receiver has, and parks what its turn does not come for soon. None is forgotten, since even a receiver that does not answer may do so
    /// at last, but what is more than can be kept; that is returned.
    /// </summary>
    public IReadOnlyList<Flow> Tidy(bool receiverIsMute, TimeSpan now)
    {
        var done = flows.Where(flow => flow.IsDone && flow != Last).ToArray();
        foreach (var flow in done.Where((flow, i) => flow.IsCopy || flow.File is null || i < done.Length - MaxLate || now >= flow.EndedAt + LateFor))
        {
            Remove(flow);
        }

        Park(receiverIsMute);
        while (front < MaxKept && parked.Count > 0)
        {
            Unpark(receiverIsMute);
        }

        for (var i = MaxKept; i < flows.Count - 1 - MaxLate; i++)
        {
            flows[i].Close();
        }

        return parked.Count > maxParked ? [.. Enumerable.Range(0, parked.Count - maxParked).Select(_ => parked.Take())] : [];
    }

    /// <summary>Forgets parked contents whose files are gone, and returns them.</summary>
    public IReadOnlyList<Flow> Forget(IReadOnlySet<FileIdentity> present) => parked.TakeAll(flow => !present.Contains(flow.Holder));

    /// <summary>Whether a saved content is parked at once, so that there is no need to open its file.</summary>
    /// <param name="index">Which of them it is.</param>
    /// <param name="count">How many there are.</param>
    public static bool WillPark(int index, int count) => index >= MaxKept && index < count - 1 - MaxLate;

    /// <summary>When <see cref="Tidy"/> has something to do if nothing else happens.</summary>
    public TimeSpan TidyDue() =>
        flows.Where(flow => flow.IsDone && flow != Last).Select(flow => flow.EndedAt + LateFor).DefaultIfEmpty(TimeSpan.MaxValue).Min();

    public void Dispose() => flows.ForEach(flow => flow.Dispose());

    private bool IsBehindParked(Flow flow) => parked.Count > 0 && flows.IndexOf(flow) >= front;

    /// <summary>The newest ones stay, since who writes to them may not know yet that they have ended; and what a receiver that does not answer was not sent yet.</summary>
    private void Park(bool receiverIsMute)
    {
        var first = parked.Count > 0 ? front : MaxKept;
        var count = flows.Skip(first).SkipLast(MaxLate + 1).TakeWhile(flow => flow.End is not null && !flow.IsDone && (flow.IsSentWhole || !receiverIsMute)).Count();
        if (count == 0)
        {
            return;
        }

        front = first;
        flows.GetRange(first, count).ForEach(parked.Add);
        flows.RemoveRange(first, count);
    }

    private void Unpark(bool receiverIsMute)
    {
        var flow = parked.Take();
        if (!receiverIsMute)
        {
            flow.Rewind();
        }

        flows.Insert(front++, flow);
    }

    private static void Take(Flow flow, FragmentAck ack)
    {
        var goesBack = ack.Gap != 0 || ack.Fpos < flow.Acked;
        flow.MoveAcked(ack.Fpos);
        if (goesBack)
        {
            flow.Rewind();
        }
    }

    /// <summary>
    /// A sender that lost what it saved does not know how often the file was cut short before; the receiver does. If it has more than is in the
    /// file, that was cut short once more.
    /// </summary>
    private static bool TryFind(Flow flow, Generation known, long offset)
    {
        var mayBeLost = !flow.IsCopy && flow.Acked == flow.Start;
        if (!mayBeLost || known.IsBefore(flow.Generation) || known.Birth != flow.Generation.Birth)
        {
            return false;
        }

        if (offset <= flow.Extent)
        {
            flow.Become(known, offset);
        }
        else
        {
            flow.Become(known.Next(), 0);
        }

        return true;
    }
}
