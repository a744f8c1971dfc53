using CC.Server.Components;
using CC.Server.Plugins;
using CC.Server.Tests.Components;
using CC.Server.Tests.Configuration;

namespace CC.Server.Tests.Plugins;

public sealed class ComponentCatalogTests
{
    [Theory]
    [InlineData("plain", typeof(PlainHandler))]
    [InlineData("simple", typeof(PlainHandler))]
    [InlineData("cc.handler.simple", typeof(PlainHandler))]
    [InlineData("cc.daemon.plain", null)]
    [InlineData("Plain", null)]
    public void Finds_handlers_by_each_of_their_names(string name, Type? type) =>
        Assert.Equal(type, Configurations.Catalog.Find(ComponentKind.Handler, name)?.Type);

    [Theory]
    [InlineData("plain", typeof(PlainDaemon))]
    [InlineData("cc.daemon.plain", typeof(PlainDaemon))]
    [InlineData("quick", null)]
    public void Daemons_have_names_of_their_own(string name, Type? type) =>
        Assert.Equal(type, Configurations.Catalog.Find(ComponentKind.Daemon, name)?.Type);

    [Fact]
    public void One_that_serves_goes_before_one_that_was_unloaded()
    {
        var component = Component.Of(typeof(PlainHandler))!;
        Plugin[] plugins = [new("Before", "", "", [component.Vacant()]), new("Now", "", "", [component])];

        Assert.Equal(typeof(PlainHandler), new ComponentCatalog(plugins, []).Find(ComponentKind.Handler, "plain")?.Type);
        Assert.True(new ComponentCatalog(plugins[..1], []).Find(ComponentKind.Handler, "simple")?.IsVacant);
    }

    [Theory]
    [InlineData("plian", "is no handler of any plugin here; did you mean plain?")]
    [InlineData("cc.handler.quik", "is no handler of any plugin here; did you mean quick?")]
    [InlineData("something", "is no handler of any plugin here; there are: collector, flexible, localonly, plain, quick, remoteonly, runner, simple, whole")]
    public void Says_what_was_probably_meant(string name, string said) =>
        Assert.Equal(said, Configurations.Catalog.Unknown(ComponentKind.Handler, name));
}
