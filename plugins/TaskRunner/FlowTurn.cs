namespace CC.Plugins.TaskRunner;

/// <summary>What to do about feedback of which the router has not said that it is taken.</summary>
internal enum FlowTurn
{
    Wait,
    Ask,
    GiveUp,
}
