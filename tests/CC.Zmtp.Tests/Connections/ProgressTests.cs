using CC.Zmtp.Connections;

namespace CC.Zmtp.Tests.Connections;

public sealed class ProgressTests
{
    private readonly Progress progress = new();

    [Fact]
    public void A_connection_on_which_nothing_has_begun_may_be_quiet()
    {
        progress.OnWait(hasPart: false, whole: 3);

        Assert.False(progress.Look());
        Assert.False(progress.Look());
    }

    [Fact]
    public void A_message_that_hardly_grows_from_look_to_look_is_stalled()
    {
        Dribble(1);
        Assert.False(progress.Look());

        Dribble(600);
        Assert.True(progress.Look());
    }

    [Fact]
    public void A_slow_link_survives()
    {
        for (var i = 0; i < 10; i++)
        {
            Dribble(Progress.LeastOctets);
            Assert.False(progress.Look());
        }
    }

    [Fact]
    public void The_end_of_a_message_is_progress_however_short_it_is()
    {
        for (var messages = 0; messages < 10; messages++)
        {
            progress.OnRead(3);
            progress.OnWait(hasPart: true, messages);
            Assert.False(progress.Look());
        }
    }

    [Fact]
    public void An_application_that_lags_behind_is_not_the_peers_fault()
    {
        Dribble(1);
        Assert.False(progress.Look());
        progress.OnPause();
        Assert.False(progress.Look());
        Dribble(1);
        Assert.False(progress.Look());
    }

    private void Dribble(int octets)
    {
        progress.OnRead(octets);
        progress.OnWait(hasPart: true, whole: 7);
    }
}
