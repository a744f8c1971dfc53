using CC.Sdk;

namespace CC.Server.Routing;

/// <summary>Takes a handler's place while that is not there. What it is given counts as handled by nobody: it is dropped, or counts where it is passed on to.</summary>
internal interface IStandIn : IHandler;
