namespace CC.Client.Security;

/// <summary>Remembers the ids of signed messages for a while, to tell whether one comes again. Thread-safe.</summary>
/// <param name="window">For how long.</param>
/// <param name="capacity">How many at most; of more, the oldest are forgotten early.</param>
/// <param name="time">The clock.</param>
internal sealed class ReplayWindow(TimeSpan window, int capacity, TimeProvider time)
{
    private readonly Lock changing = new();
    private readonly Dictionary<(string Signer, string Id), long> arrivals = [];
    private readonly Queue<((string Signer, string Id) Key, long Since)> order = new();

    /// <summary>Ids that are remembered.</summary>
    public int Count
    {
        get
        {
            lock (changing)
            {
                return arrivals.Count;
            }
        }
    }

    /// <summary>Whether the id is new, or that of the very message that had it first.</summary>
    /// <param name="signer">Who has signed the message: an id is only good for him.</param>
    /// <param name="id">The id.</param>
    /// <param name="arrival">The number under which the message has come in; 0 if it has none.</param>
    public bool Admits(string signer, string id, long arrival)
    {
        lock (changing)
        {
            Forget();
            var key = (signer, id);
            if (arrivals.TryGetValue(key, out var first))
            {
                return first == arrival && arrival != 0;
            }

            arrivals[key] = arrival;
            order.Enqueue((key, time.GetTimestamp()));
            return true;
        }
    }

    private void Forget()
    {
        while (order.TryPeek(out var oldest) && (order.Count >= capacity || time.GetElapsedTime(oldest.Since) >= window))
        {
            arrivals.Remove(order.Dequeue().Key);
        }
    }
}
