using CC.Server.Components;
using CC.Server.Plugins;
using CC.Server.Tests.Components;

namespace CC.Server.Tests.Plugins;

public sealed class PluginRivalryTests
{
    private static readonly Plugin Handler = new("One", "/one/One.dll", "", [Component.Of(typeof(PlainHandler))!]);

    [Fact]
    public void A_name_that_another_has_is_not_free_whichever_of_its_names_it_is()
    {
        var other = Component.Of(typeof(PlainHandler))! with { Names = ["other", "simple"] };

        Assert.Equal(
            "it claims the handler simple, which the plugin One (/one/One.dll) has; rename one, or remove it",
            PluginRivalry.Of(new Plugin("Two", "/two/Two.dll", "", [other]), [Handler]));
    }

    [Fact]
    public void A_daemon_may_be_called_as_a_handler_is_and_another_build_as_the_one_before()
    {
        var daemon = new Plugin("Two", "/two/Two.dll", "", [Component.Of(typeof(PlainDaemon))!]);

        Assert.Null(PluginRivalry.Of(daemon, [Handler]));
        Assert.Null(PluginRivalry.Of(Handler, [Handler]));
    }
}
