using System.Collections.Immutable;
using CC.Sdk;

namespace CC.Plugins.TaskRouter;

/// <summary>A task whose way back is remembered, or a question to a runner. Times are since the router's start.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Host">The runner.</param>
/// <param name="Handler">The task's section there, where that is known.</param>
/// <param name="Clients">Where its replies go: first whoever has sent it, then those who have asked about it.</param>
/// <param name="Heard">When anything came of it last.</param>
/// <param name="Status">What the last reply said; empty if there was none, or it can't be read.</param>
/// <param name="IsQuestion">Whether it is a question about the runner, which has one answer.</param>
/// <param name="IsEnded">Whether a final reply came.</param>
/// <param name="IsToldOfLoss">Whether the clients know that the runner is gone.</param>
/// <param name="Probes">How often the runner was asked about it since it is silent.</param>
internal sealed record OpenTask(
    string Id,
    string Host,
    string Handler,
    ImmutableArray<MessageRoute> Clients,
    TimeSpan Heard,
    string Status = "",
    bool IsQuestion = false,
    bool IsEnded = false,
    bool IsToldOfLoss = false,
    int Probes = 0)
{
    /// <summary>Who has sent a task, and three others who want to know of it.</summary>
    public const int MostClients = 4;

    /// <summary>A question can have the name of a task.</summary>
    public string Key => KeyOf(Id, IsQuestion);

    public static string KeyOf(string id, bool isQuestion) => isQuestion ? $"?{id}" : id;

    /// <summary>The same with one more client; of too many, the one that has asked first does not hear of it any more.</summary>
    public OpenTask HeardBy(MessageRoute client) =>
        Clients.Contains(client) ? this
        : Clients.Length < MostClients ? this with { Clients = Clients.Add(client) }
        : this with { Clients = Clients.RemoveAt(1).Add(client) };

    /// <summary>The same, sent once more, by somebody who may have another address now.</summary>
    public OpenTask SentBy(MessageRoute client) => this with { Clients = [client, .. Clients.Skip(1).Where(other => other != client)] };
}
