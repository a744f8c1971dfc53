namespace CC.Plugins.TaskRunner;

/// <summary>What to do about a task's end that no router has confirmed.</summary>
internal enum Insistence
{
    Wait,
    Send,
    GiveUp,
}

/// <summary>Says how long to go on telling a task's end.</summary>
internal static class Confirmation
{
    /// <summary>How long a router may take to confirm.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    /// <summary>CC 0.8.7's router confirms nothing.</summary>
    private const int MostToSilence = 3;

    /// <param name="sent">How often it was told.</param>
    /// <param name="sinceSent">How long ago the last time was.</param>
    /// <param name="sinceEnd">How long ago the task has ended.</param>
    /// <param name="isAnswered">Whether a router has ever answered anything.</param>
    /// <param name="grace">How long to go on.</param>
    public static Insistence Decide(int sent, TimeSpan sinceSent, TimeSpan sinceEnd, bool isAnswered, TimeSpan grace) =>
        sent == 0 ? Insistence.Send
        : sinceSent < Window ? Insistence.Wait
        : sinceEnd > grace || (!isAnswered && sent >= MostToSilence) ? Insistence.GiveUp
        : Insistence.Send;
}
