namespace CC.Server.Plugins;

/// <summary>Ends a component the way it knows.</summary>
internal static class Disposal
{
    public static async ValueTask DisposeAsync(object? component)
    {
        switch (component)
        {
            case IAsyncDisposable asynchronous:
                await asynchronous.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }
}
